import { useMemo, type CSSProperties, type ReactNode } from 'react';
import type { AudiencePairRow, Mode } from '../../contract';
import { count, exact, percent } from '../../figures/format';
import { shorten } from '../../figures/names';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { bothOf, largest, Pairs, reachOf, type Member } from './overlap';

interface Props {
  readonly id: string;
  readonly title: string;
  /** The title of one of them. */
  readonly one: string;
  readonly definition: string;
  readonly empty: string;
  readonly members: readonly Member[];
  readonly pairs: readonly AudiencePairRow[];
  readonly nameOf: (member: Member) => ReactNode;
  readonly view: View;
  readonly route: CampaignRoute;
  readonly children?: ReactNode;
}

const byReach: Sort = { column: 'reach', descending: true };
/** The darkest is the largest share, but none below this looks like much. */
const leastScale = 0.25;
const darkest = 45;
const keyOf = (member: Member): string => member.id;

/** Of the largest of a group, which part of the smaller one's people met the other, too. */
export function MatrixCard({ id, title, one, definition, empty, members, pairs, nameOf, view, route, children }: Props) {
  const shown = useMemo(() => largest(members, view.mode), [members, view.mode]);
  const columns = useMemo(
    () => columnsOf(shown, new Pairs(pairs), one, nameOf, view.mode),
    [shown, pairs, one, nameOf, view.mode],
  );
  const ties = useMemo((): ((member: Member) => SortValue)[] => [(member) => reachOf(member, view.mode).reach], [view.mode]);
  return (
    <TableCard
      id={id}
      title={title}
      definition={definition}
      aside={members.length > shown.length ? `the ${shown.length} largest of ${members.length}` : undefined}
      period="all time"
      caption={`${title}, all time, ${view.mode}`}
      rows={shown}
      columns={columns}
      keyOf={keyOf}
      firstSort={byReach}
      ties={ties}
      empty={empty}
      file={`${route.campaign}-${id}-${view.mode}`}
    >
      {children}
    </TableCard>
  );
}

function columnsOf(shown: readonly Member[], pairs: Pairs, one: string, nameOf: Props['nameOf'], mode: Mode): Column<Member>[] {
  const shares = shown.flatMap((a) => shown.map((b) => pairs.find(a.id, b.id)).map((pair) => (pair && bothOf(pair, mode).share) ?? 0));
  const scale = Math.max(leastScale, ...shares);
  return [
    { id: 'name', label: one, align: 'start', value: (member) => member.label, cell: nameOf, csv: (member) => member.id },
    {
      id: 'reach',
      label: 'Reach',
      definition: 'Distinct people who met it, exactly, by own tracking.',
      strong: true,
      value: (member) => reachOf(member, mode).reach,
      cell: (member) => count(reachOf(member, mode).reach),
      title: (member) => exact(reachOf(member, mode).reach, 'people'),
      csv: (member) => reachOf(member, mode).reach,
    },
    {
      id: 'alone',
      label: 'Alone',
      name: 'Reached alone',
      definition: 'Those of them who met no other: whom the campaign would lose without it.',
      value: (member) => aloneShare(member, mode),
      cell: (member) => percent(aloneShare(member, mode), 0),
      title: (member) => exact(reachOf(member, mode).alone, 'people met no other'),
      csv: (member) => reachOf(member, mode).alone,
    },
    ...shown.map((other) => overlapColumn(other, pairs, mode, scale)),
  ];
}

function aloneShare(member: Member, mode: Mode): number | null {
  const { reach, alone } = reachOf(member, mode);
  return reach === 0 ? null : alone / reach;
}

function overlapColumn(other: Member, pairs: Pairs, mode: Mode, scale: number): Column<Member> {
  const pairOf = (member: Member) => {
    const pair = pairs.find(member.id, other.id);
    return pair === undefined ? { both: 0, share: smaller(member, other, mode) === 0 ? null : 0 } : bothOf(pair, mode);
  };
  return {
    id: `with ${other.id}`,
    label: shorten(other.label, 12),
    name: `With ${other.label}`,
    definition: `People who met ${other.label}, too, as a share of the smaller audience of the two.`,
    value: (member) => (member.id === other.id ? null : pairOf(member).share),
    cell: (member) => (member.id === other.id ? <span className="heat self" /> : <Heat of={pairOf(member).share} scale={scale} />),
    title: (member) =>
      member.id === other.id ? '' : `${member.label} and ${other.label}: ${exact(pairOf(member).both, 'people')} met both`,
    csv: (member) => (member.id === other.id ? null : pairOf(member).share),
  };
}

const smaller = (a: Member, b: Member, mode: Mode): number => Math.min(reachOf(a, mode).reach, reachOf(b, mode).reach);

/** The darker, the larger the share. */
function Heat({ of, scale }: { readonly of: number | null; readonly scale: number }) {
  return (
    <span className="heat" style={{ '--heat': `${Math.round((darkest * (of ?? 0)) / scale)}%` } as CSSProperties}>
      {percent(of, 0)}
    </span>
  );
}
