import type { CustomerMonth } from '../../contract';
import { count, percent } from '../../figures/format';
import type { Column } from '../../tables/DataTable';
import type { Sort } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';
import { monthText } from './customers';

interface Props {
  readonly rows: readonly CustomerMonth[];
}

const definition =
  'Customers by the month (UTC) of their first order, and how many of them bought again on a later day. Later months had less time to bring somebody back: compare those that had enough.';
const newestFirst: Sort = { column: 'month', descending: true };

const columns: Column<CustomerMonth>[] = [
  { id: 'month', label: 'Month', align: 'start', value: (row) => row.month, cell: (row) => monthText(row.month), csv: (row) => row.month },
  { id: 'buyers', label: 'New customers', value: (row) => row.buyers, cell: (row) => count(row.buyers), csv: (row) => row.buyers },
  { id: 'returned', label: 'Came again', value: (row) => row.returned, cell: (row) => count(row.returned), csv: (row) => row.returned },
  { id: 'retention', label: 'Retention', value: (row) => row.retention, cell: (row) => percent(row.retention, 1), csv: (row) => row.retention, strong: true },
];

/** Who came again, by the month of the first order. */
export function MonthsCard({ rows }: Props) {
  return (
    <TableCard
      id="customer-months"
      title="Retention by month"
      definition={definition}
      aside="all campaigns"
      caption="Retention by month of the first order, all campaigns, authentic"
      rows={rows}
      columns={columns}
      keyOf={keyOf}
      firstSort={newestFirst}
      ties={[]}
      empty="No customers yet."
      file="retention"
    />
  );
}

const keyOf = (row: CustomerMonth): string => row.month;
