import { useMemo, useState } from 'react';
import type { AudienceGroup, AudiencePairRow } from '../../contract';
import { count, exact, percent } from '../../figures/format';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import { FilterBox } from '../../tables/FilterBox';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { bothOf } from './overlap';

interface Props {
  readonly rows: readonly AudiencePairRow[];
  readonly group: AudienceGroup;
  readonly nameOf: (creator: string) => string;
  readonly view: View;
  readonly route: CampaignRoute;
}

const byPeople: Sort = { column: 'both', descending: true };
const pairKey = (row: AudiencePairRow): string => row.id;

/** All pairs of creators that are told of, to be searched. */
export function PairsCard({ rows, group, nameOf, view, route }: Props) {
  const [wanted, setWanted] = useState('');
  const columns = useMemo(() => columnsOf(nameOf, view), [nameOf, view]);
  const ties = useMemo(
    (): ((row: AudiencePairRow) => SortValue)[] => [(row) => bothOf(row, view.mode).share, (row) => row.id],
    [view.mode],
  );
  const found = useMemo(() => rows.filter((row) => matches(row, wanted, nameOf)), [rows, wanted, nameOf]);
  const left = group.pairs - rows.length;
  const many = (view.mode === 'raw' ? group.raw : group.totals).many;
  return (
    <TableCard
      id="creator-pairs"
      title="Pairs of creators"
      definition="How many people met both of two creators, and which part of the smaller audience they are."
      period="all time"
      tools={<FilterBox label="Find a creator" value={wanted} onChange={setWanted} />}
      caption={`Pairs of creators, all time, ${view.mode}`}
      rows={found}
      columns={columns}
      keyOf={pairKey}
      firstSort={byPeople}
      ties={ties}
      empty={wanted === '' ? 'No pairs yet: one appears when somebody meets two creators.' : 'No pair has a creator of this name.'}
      file={`${route.campaign}-creator-pairs-${view.mode}`}
      fileColumns={[idColumn('one'), idColumn('other'), ...columns]}
      tall
    >
      {left > 0 && <p className="note others">And {exact(left, 'pairs')} more with fewer people, in no row and no file.</p>}
      {group.count > group.inPairs && (
        <p className="note others">
          {exact(group.count - group.inPairs, 'creators')} stand in no pair, since there are more than {exact(group.inPairs, '')}:
          those with content in the catalog come first.
        </p>
      )}
      {many > 0 && (
        <p className="note others">{exact(many, 'people')} met more than 32 creators. They are in every reach, and in no pair.</p>
      )}
    </TableCard>
  );
}

function matches(row: AudiencePairRow, wanted: string, nameOf: Props['nameOf']): boolean {
  const text = wanted.trim().toLowerCase();
  return [row.one, row.other, nameOf(row.one), nameOf(row.other)].some((name) => name.toLowerCase().includes(text));
}

const idColumn = (side: 'one' | 'other'): Column<AudiencePairRow> => ({
  id: `${side} id`,
  label: side === 'one' ? 'Creator id' : 'Other creator id',
  cell: () => null,
  csv: (row) => row[side],
});

function columnsOf(nameOf: Props['nameOf'], { mode }: View): Column<AudiencePairRow>[] {
  const side = (id: 'one' | 'other', label: string): Column<AudiencePairRow> => ({
    id,
    label,
    align: 'start',
    value: (row) => nameOf(row[id]),
    cell: (row) => <bdi>{nameOf(row[id])}</bdi>,
    csv: (row) => nameOf(row[id]),
  });
  return [
    side('one', 'Creator'),
    side('other', 'And'),
    {
      id: 'both',
      label: 'Met both',
      name: 'People who met both',
      strong: true,
      value: (row) => bothOf(row, mode).both,
      cell: (row) => count(bothOf(row, mode).both),
      title: (row) => exact(bothOf(row, mode).both, 'people'),
      csv: (row) => bothOf(row, mode).both,
    },
    {
      id: 'share',
      label: 'Of the smaller',
      name: 'Share of the smaller audience',
      definition: 'People who met both ÷ people who met the one of fewer people.',
      value: (row) => bothOf(row, mode).share,
      cell: (row) => percent(bothOf(row, mode).share, 1),
      csv: (row) => bothOf(row, mode).share,
    },
  ];
}
