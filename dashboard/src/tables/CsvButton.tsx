import { download, toCsv } from '../figures/csv';
import type { Column } from './DataTable';

interface Props<Row> {
  readonly name: string;
  readonly columns: readonly Column<Row>[];
  /** Called on click only: sorting for a file that nobody asked for would be waste. */
  readonly rows: () => readonly Row[];
}

export function CsvButton<Row>({ name, columns, rows }: Props<Row>) {
  const save = () => {
    const exported = columns.filter((column) => column.csv);
    download(`${name}.csv`, toCsv([
      exported.map((column) => column.name ?? column.label),
      ...rows().map((row) => exported.map((column) => column.csv?.(row))),
    ]));
  };
  return (
    <button type="button" className="text-button" onClick={save} title="Download as CSV, with exact figures">
      CSV
    </button>
  );
}
