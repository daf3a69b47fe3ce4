import type { AudiencePlatform, ReportedReach } from '../../contract';
import { count, exact } from '../../figures/format';
import { platformName } from '../../figures/names';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { explain, range } from './overlap';

interface Props {
  readonly rows: readonly AudiencePlatform[];
  readonly all: ReportedReach;
  readonly route: CampaignRoute;
}

type Row = AudiencePlatform & { readonly reported: ReportedReach };

const byMost: Sort = { column: 'most', descending: true };
const ties: ((row: Row) => SortValue)[] = [(row) => row.platform];
const rowKey = (row: Row): string => row.platform;
const estimate = (of: ReportedReach): string => (of.people === null ? '–' : `${of.least === of.most ? '' : '≈ '}${count(of.people)}`);

/** What platforms report of reach, beside own tracking, and what is certain of it. */
export function ReportedCard({ rows, all, route }: Props) {
  return (
    <TableCard
      id="reported-reach"
      title="As platforms report"
      definition="Reach of content items as platforms report it, as totals without ids. Whoever met several items is in several totals: together they reached at least as many people as the largest alone, and at most all added up. Never added to own tracking."
      period="latest readings"
      caption="Reach as platforms report it, latest readings"
      rows={rows.filter((row): row is Row => row.reported !== null)}
      columns={columns}
      keyOf={rowKey}
      firstSort={byMost}
      ties={ties}
      empty="No platform reports a reach yet."
      file={`${route.campaign}-reported-reach`}
      fileColumns={fileColumns}
    >
      <p className="note others">
        All platforms together: {all.people === null ? '' : `${estimate(all)} people, `}certainly {range(all.least, all.most)}
        {all.low !== null && all.high !== null && `, ${range(all.low, all.high)} with 95 %`}. {explain(all)}
      </p>
    </TableCard>
  );
}

const columns: Column<Row>[] = [
  {
    id: 'name',
    label: 'Platform',
    align: 'start',
    value: (row) => platformName(row.platform),
    cell: (row) => <bdi>{platformName(row.platform)}</bdi>,
    csv: (row) => row.platform,
  },
  { id: 'items', label: 'Items', name: 'Items with a reported reach', value: (row) => row.reported.items, cell: (row) => exact(row.reported.items, ''), csv: (row) => row.reported.items },
  number('least', 'Largest', 'The largest item’s reach: so many people at least.'),
  number('most', 'Added up', 'The reach of all its items added up: so many people at most.'),
  {
    id: 'people',
    label: 'Estimate',
    definition: 'How many people met any of its items: what the estimate rests on stands below the table.',
    strong: true,
    value: (row) => row.reported.people,
    cell: (row) => estimate(row.reported),
    title: (row) => explain(row.reported),
    csv: (row) => row.reported.people,
  },
  {
    id: 'interval',
    label: '95 %',
    name: '95 % interval',
    cell: ({ reported: { low, high } }) => (low === null || high === null ? '–' : range(low, high)),
  },
  { id: 'method', label: 'By', name: 'Method', cell: (row) => <span className="unsaid">{methodOf(row.reported)}</span>, title: (row) => explain(row.reported), csv: (row) => row.reported.method },
  {
    id: 'identified',
    label: 'Identified',
    name: 'Identified people',
    definition: 'Distinct people whom own tracking saw on the platform: authentic, exact.',
    value: (row) => row.totals.reach,
    cell: (row) => count(row.totals.reach),
    title: (row) => exact(row.totals.reach, 'people'),
    csv: (row) => row.totals.reach,
  },
];
const fileColumns: Column<Row>[] = [...columns, end('low', 'Interval begins'), end('high', 'Interval ends')];

const methods: Record<ReportedReach['method'], string> = { measured: 'overlap measured', independent: 'Sainsbury', range: 'range only' };

const methodOf = ({ least, most, method }: ReportedReach): string => (least === most ? 'as reported' : methods[method]);

function end(id: 'low' | 'high', label: string): Column<Row> {
  return { id, label, cell: () => null, csv: (row) => row.reported[id] };
}

function number(id: 'least' | 'most', label: string, definition: string): Column<Row> {
  return {
    id,
    label,
    definition,
    value: (row) => row.reported[id],
    cell: (row) => count(row.reported[id]),
    title: (row) => exact(row.reported[id], 'people'),
    csv: (row) => row.reported[id],
  };
}
