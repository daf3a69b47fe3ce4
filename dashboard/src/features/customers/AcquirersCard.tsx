import { useMemo } from 'react';
import type { CustomerRow } from '../../contract';
import { count, exact, money, percent } from '../../figures/format';
import { Name } from '../../parts/Name';
import { formatRoute, type CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { acquirerName, interval, monthText, retentionDefinition } from './customers';

interface Props {
  readonly rows: readonly CustomerRow[];
  /** How many have no row. */
  readonly left: number;
  readonly currency: string;
  /** What a lifetime value is. */
  readonly clv: string;
  readonly route: CampaignRoute;
}

const definition =
  'A customer is won by the creator who is credited with the first order by last touch, or else by its channel, in whatever campaign. Orders and revenue are all of these customers, whoever is credited with later ones.';
const byCustomers: Sort = { column: 'customers', descending: true };
const ties: ((row: CustomerRow) => SortValue)[] = [(row) => row.revenue];
const monthsShown = 4;

/** Customers by who won them. */
export function AcquirersCard({ rows, left, currency, clv, route }: Props) {
  // The months stay the same for a month, the rows don't.
  const months = lastMonths(rows).join(' ');
  const columns = useMemo(() => columnsOf(months.split(' ').filter(Boolean), currency, clv, route), [months, currency, clv, route]);
  return (
    <TableCard
      id="acquirers"
      title="Customers, by who won them"
      definition={definition}
      aside="all campaigns"
      period="all time"
      caption="Customers by who won them, all campaigns, all time, authentic"
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      firstSort={byCustomers}
      ties={ties}
      empty="No customers yet: they appear with the first proven purchase."
      file="customers"
      fileColumns={[idColumn, ...columns, ...ends]}
      tall
    >
      {left > 0 && <p className="note others">{count(left)} more with fewer customers are counted, and have no row.</p>}
    </TableCard>
  );
}

/** The latest in which anybody was won, the earliest first. */
function lastMonths(rows: readonly CustomerRow[]): string[] {
  const all = new Set(rows.flatMap((row) => row.months.map(({ month }) => month)));
  return [...all].sort().slice(-monthsShown);
}

function columnsOf(months: readonly string[], currency: string, clv: string, route: CampaignRoute): Column<CustomerRow>[] {
  const number = (id: 'customers' | 'returned' | 'orders', label: string, about?: string): Column<CustomerRow> => ({
    id,
    label,
    definition: about,
    value: (row) => row[id],
    cell: (row) => count(row[id]),
    title: (row) => exact(row[id], ''),
    csv: (row) => row[id],
  });
  return [
    {
      id: 'name',
      label: 'Won by',
      align: 'start',
      value: acquirerName,
      cell: (row) => (row.creator === '' ? (
        <bdi className="unsaid">{acquirerName(row)}</bdi>
      ) : (
        <Name name={row.name} id={row.creator} href={formatRoute({ ...route, section: 'content', creator: row.creator })} />
      )),
      csv: acquirerName,
    },
    number('customers', 'Customers'),
    number('orders', 'Orders', 'All of theirs, whoever is credited with them.'),
    {
      id: 'revenue',
      label: 'Revenue',
      value: (row) => row.revenue,
      cell: (row) => money(row.revenue, currency),
      title: (row) => exact(row.revenue, currency),
      csv: (row) => row.revenue,
    },
    {
      id: 'clv',
      label: 'CLV',
      name: 'Customer lifetime value',
      definition: clv,
      value: (row) => row.clv,
      cell: (row) => (row.clv === null ? money(null, currency) : <><strong>{money(row.clv, currency)}</strong> <span className="note">{interval(row, currency)}</span></>),
      title: (row) => exact(row.clv, currency),
      csv: (row) => row.clv,
    },
    number('returned', 'Came again', 'Customers who bought again on a later day.'),
    {
      id: 'retention',
      label: 'Retention',
      definition: retentionDefinition,
      value: (row) => row.retention,
      cell: (row) => percent(row.retention, 1),
      csv: (row) => row.retention,
    },
    ...months.map((month) => monthColumn(month)),
  ];
}

/** Of those who first bought in a month, how many came again. */
function monthColumn(month: string): Column<CustomerRow> {
  const of = (row: CustomerRow) => row.months.find((one) => one.month === month);
  return {
    id: month,
    label: monthText(month),
    name: `Retention of ${monthText(month)}`,
    definition: `Of the customers whose first order was in ${monthText(month)} (UTC), those who bought again on a later day.`,
    value: (row) => of(row)?.retention ?? null,
    cell: (row) => percent(of(row)?.retention ?? null, 0),
    title: (row) => `${exact(of(row)?.returned ?? 0, '')} of ${exact(of(row)?.buyers ?? 0, '')} customers`,
    csv: (row) => of(row)?.retention ?? null,
  };
}

const end = (id: 'clvLow' | 'clvHigh', label: string): Column<CustomerRow> => ({ id, label, cell: () => null, csv: (row) => row[id] });
const ends = [end('clvLow', 'CLV, low'), end('clvHigh', 'CLV, high')];
const idColumn: Column<CustomerRow> = { id: 'id', label: 'Id', cell: () => null, csv: (row) => row.id };
const keyOf = (row: CustomerRow): string => row.id;
