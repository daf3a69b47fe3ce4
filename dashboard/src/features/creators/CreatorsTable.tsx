import { useMemo } from 'react';
import type { CreatorRow, Others } from '../../contract';
import { displayName, platformName } from '../../figures/names';
import { Name } from '../../parts/Name';
import { formatRoute, type CampaignRoute } from '../../store/route';
import { commentColumns } from '../../tables/commentColumns';
import type { Column } from '../../tables/DataTable';
import { emvColumn, hasEmv, sparkColumn, suspectColumn, totalsColumn, trafficColumns, windowLabels, type View } from '../../tables/figureColumns';
import { matches } from '../../tables/filterRows';
import { OthersNote } from '../../tables/OthersNote';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

interface Props {
  readonly rows: readonly CreatorRow[];
  /** What has no row. */
  readonly others: Others | null;
  readonly view: View;
  readonly route: CampaignRoute;
  readonly filter: string;
  /** Shows only so many, of all. */
  readonly limit?: number;
  readonly title: string;
  readonly tools?: React.ReactNode;
}

const byRoi: Sort = { column: 'roi', descending: true };
const ties: ((row: CreatorRow) => SortValue)[] = [
  (row) => row.totals.conversions,
  (row) => row.totals.engagements,
  (row) => row.totals.reach,
];

/** The first platform and how many more: the name comes first where room is short. */
function shortPlatforms(platforms: readonly string[]): string {
  const [first, ...more] = platforms;
  if (first === undefined) return '';
  return more.length === 0 ? platformName(first) : `${platformName(first)} +${more.length}`;
}

const leads = ['cpl', 'qualifiedLeads', 'cpql', 'leadQuality', 'formCompletionRate'] as const;

/** Whether anybody made a lead of a visitor, or began a form: most shops know neither. */
const hasLeads = (row: CreatorRow): boolean => row.raw.leads > 0 || row.raw.formCompletionRate !== null;

function columnsOf(view: View, route: CampaignRoute, withLeads: boolean, withEmv: boolean): Column<CreatorRow>[] {
  return [
    {
      id: 'name',
      label: 'Creator',
      align: 'start',
      value: (row) => displayName(row.name, row.creator),
      cell: (row) => (
        <Name
          name={row.name}
          id={row.creator}
          aside={shortPlatforms(row.platforms)}
          asideTitle={row.platforms.map(platformName).join(', ')}
          href={formatRoute({ ...route, section: 'content', creator: row.creator })}
        />
      ),
      csv: (row) => row.name,
    },
    totalsColumn('cost', view),
    totalsColumn('reach', view),
    totalsColumn('er', view),
    totalsColumn('ctr', view),
    totalsColumn('conversions', view),
    totalsColumn('revenue', view),
    totalsColumn('cpa', view),
    ...(withLeads ? leads.map((id) => totalsColumn<CreatorRow>(id, view)) : []),
    totalsColumn('roi', view, true),
    ...(withEmv ? [emvColumn<CreatorRow>(view.currency)] : []),
    suspectColumn(view),
    sparkColumn(view),
  ];
}

const idColumn: Column<CreatorRow> = { id: 'id', label: 'Creator id', cell: () => null, csv: (row) => row.creator };

const audienceColumn: Column<CreatorRow> = { id: 'audience', label: 'Audience quality', cell: () => null, csv: (row) => row.audience.score };

export function CreatorsTable({ rows, others, view, route, filter, limit, title, tools }: Props) {
  // Only of what they show: the rows are others with every version. Where it shows few rows, there is little room.
  const isWhole = limit === undefined;
  const [withLeads, withEmv] = [isWhole && rows.some(hasLeads), isWhole && hasEmv(rows)];
  const columns = useMemo(() => columnsOf(view, route, withLeads, withEmv), [view, route, withLeads, withEmv]);
  const shown = useMemo(
    () => rows.filter((row) => matches(filter, row.name, row.creator, ...row.platforms)),
    [rows, filter],
  );
  return (
    <TableCard
      id="creators"
      title={title}
      tools={tools}
      caption={`Creators, ${windowLabels[view.window]}, ${view.mode}`}
      rows={shown}
      columns={columns}
      keyOf={creatorKey}
      firstSort={byRoi}
      ties={ties}
      empty={rows.length === 0 ? 'No creators yet: they appear with their first event.' : 'No creator matches the filter.'}
      file={`${route.campaign}-creators-${view.window}-${view.mode}`}
      fileColumns={[idColumn, ...columns, ...trafficColumns<CreatorRow>(view), audienceColumn, ...commentColumns<CreatorRow>(view.mode)]}
      limit={limit}
      tall={limit === undefined}
    >
      <OthersNote others={others} of="creators" view={view} />
    </TableCard>
  );
}

const creatorKey = (row: CreatorRow): string => row.creator;
