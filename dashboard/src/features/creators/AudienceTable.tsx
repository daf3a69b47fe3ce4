import { useMemo } from 'react';
import type { CreatorRow, QualityPart } from '../../contract';
import { audienceDefinition, audienceParts, audienceRange, audienceScore, commentsInWords, commentsOf, peopleDefinition, spreadDefinition } from '../../figures/comments';
import { count, exact, percent } from '../../figures/format';
import { displayName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { useView } from '../../store/hooks';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { commentColumns } from '../../tables/commentColumns';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import { matches } from '../../tables/filterRows';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly rows: readonly CreatorRow[];
  readonly view: View;
  readonly route: CampaignRoute;
  readonly filter: string;
}

const byScore: Sort = { column: 'audience', descending: true };
const ties: ((row: CreatorRow) => SortValue)[] = [(row) => row.audience.engagers, (row) => row.comments.texts];

const partOf = ({ audience }: CreatorRow, name: QualityPart['part']): QualityPart | undefined =>
  audience.parts.find(({ part }) => part === name);

function partColumn(part: QualityPart['part'], label: string, name: string, definition: string): Column<CreatorRow> {
  const share = (row: CreatorRow) => partOf(row, part)?.share;
  return {
    id: part,
    label,
    name,
    definition,
    value: share,
    cell: (row) => percent(share(row), 1),
    title: (row) => partOf(row, part)?.why ?? '',
    csv: share,
  };
}

/** How good the audience of each creator is, and what its comments say. */
export function AudienceTable({ rows, view, route, filter }: Props) {
  const overview = useView(route.campaign, 'overview');
  const columns = useMemo(() => columnsOf(view, route), [view, route]);
  const shown = useMemo(
    () => rows.filter((row) => row.audience.engagers > 0 && matches(filter, row.name, row.creator, ...row.platforms)),
    [rows, filter],
  );
  const comments = typeof overview === 'string' ? null : commentsOf(overview.figures, view.mode);
  return (
    <TableCard
      id="audience"
      title="Audience and comments"
      definition={audienceDefinition}
      period="all time"
      caption={`Audience and comments by creator, all time, ${view.mode}`}
      rows={shown}
      columns={columns}
      keyOf={creatorKey}
      firstSort={byScore}
      ties={ties}
      empty="Nobody engaged with these creators yet."
      file={`${route.campaign}-audience-${view.mode}`}
      fileColumns={[idColumn, ...columns, ...partColumns]}
    >
      {comments !== null && comments.texts > 0 && <p className="note others">{commentsInWords(comments)}</p>}
    </TableCard>
  );
}

function columnsOf(view: View, route: CampaignRoute): Column<CreatorRow>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />,
      csv: (row) => row.name,
    },
    {
      id: 'audience',
      label: 'Audience',
      name: 'Audience quality',
      definition: audienceDefinition,
      strong: true,
      value: (row) => row.audience.score,
      cell: (row) => audienceScore(row.audience),
      title: (row) => audienceParts(row.audience),
      csv: (row) => row.audience.score,
    },
    {
      id: 'range',
      label: 'Range',
      name: 'Range of the audience quality',
      definition: 'Where the quality lies when each part lies in its 95 % interval, and what isn’t known anywhere from nothing to all.',
      cell: (row) => audienceRange(row.audience),
      title: (row) => audienceParts(row.audience),
    },
    {
      id: 'engagers',
      label: 'Engaged',
      name: 'Visitors who engaged',
      definition: 'Visitors with at least one like, comment, share or save, by id and of all actors.',
      value: (row) => row.audience.engagers,
      cell: (row) => count(row.audience.engagers),
      title: (row) => `${exact(row.audience.authentic, '')} of ${exact(row.audience.engagers, '')} are authentic`,
      csv: (row) => row.audience.engagers,
    },
    partColumn('people', 'People', 'People among those who engaged', peopleDefinition),
    partColumn('spread', 'Spread', 'Engagement that isn’t by the ten most active', spreadDefinition),
    ...commentColumns<CreatorRow>(view.mode),
  ];
}

const idColumn: Column<CreatorRow> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };

/** For files only: what is pointed at on the screen. */
const partColumns: Column<CreatorRow>[] = [
  { id: 'low', label: 'Audience low', cell: () => null, csv: (row) => row.audience.low },
  { id: 'high', label: 'Audience high', cell: () => null, csv: (row) => row.audience.high },
  { id: 'certainty', label: 'Audience known', cell: () => null, csv: (row) => row.audience.certainty },
  { id: 'parts', label: 'Audience parts', cell: () => null, csv: (row) => audienceParts(row.audience).replaceAll('\n', '; ') },
];

const creatorKey = (row: CreatorRow): string => row.creator;
