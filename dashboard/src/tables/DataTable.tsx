import { memo, useMemo, useState, type ReactNode } from 'react';
import type { CsvValue } from '../figures/csv';
import { Tip } from '../parts/Tip';
import { useHeldOrder } from './heldOrder';
import { sortRows, type Sort, type SortValue } from './sortRows';

export interface Column<Row> {
  readonly id: string;
  readonly label: string;
  /** In full, where the label is a short form. */
  readonly name?: string;
  readonly definition?: string;
  readonly align?: 'start';
  readonly strong?: boolean;
  /** Stands out among its like, its head too. */
  readonly marked?: boolean;
  /** Absent: the column can't be sorted by. */
  readonly value?: (row: Row) => SortValue;
  readonly cell: (row: Row) => ReactNode;
  readonly title?: (row: Row) => string;
  /** Absent: not exported. */
  readonly csv?: (row: Row) => CsvValue;
}

interface Props<Row> {
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  /** Decides between rows that tie in the sorted column. */
  readonly ties: readonly ((row: Row) => SortValue)[];
  readonly tall?: boolean;
  readonly limit?: number;
}

const rowsAtOnce = 200;

export function DataTable<Row>(props: Props<Row>) {
  const { caption, rows, columns, keyOf, sort, onSort, ties, tall, limit } = props;
  const [shown, setShown] = useState(rowsAtOnce);
  const sorted = useMemo(() => sortTable(rows, columns, sort, ties), [rows, columns, sort, ties]);
  const { ordered, pointer, replace } = useHeldOrder(orderOf(caption, sort), sorted, keyOf);
  const sortBy = (next: Sort) => {
    replace(orderOf(caption, next), sortTable(rows, columns, next, ties).map(keyOf));
    onSort(next);
  };
  const visible = ordered.slice(0, Math.min(limit ?? shown, shown));

  return (
    <>
      <div
        className={tall ? 'table-scroll tall' : 'table-scroll'}
        {...pointer}
        // Scrolls by keyboard, too.
        tabIndex={0}
        role="region"
        aria-label={caption}
      >
        <table className="table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column.id} column={column} sort={sort} onSort={sortBy} />
              ))}
            </tr>
          </thead>
          <tbody>
            {visible.map((row) => (
              <TableRow key={keyOf(row)} id={keyOf(row)} row={row} columns={columns as readonly Column<unknown>[]} />
            ))}
          </tbody>
        </table>
      </div>
      {limit === undefined && ordered.length > shown && (
        <div className="table-foot">
          <button type="button" className="button" onClick={() => setShown(shown + rowsAtOnce)}>
            Show {Math.min(rowsAtOnce, ordered.length - shown)} more of {ordered.length}
          </button>
        </div>
      )}
    </>
  );
}

/** Names window, mode and sorting: another one has other figures. */
export const orderOf = (caption: string, { column, descending }: Sort): string => JSON.stringify([caption, column, descending]);

/** The name of the column that a table is sorted by. */
export function sortedBy<Row>(columns: readonly Column<Row>[], sort: Sort): string {
  const column = columns.find(({ id }) => id === sort.column);
  return column?.name ?? column?.label ?? '';
}

export function sortTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort,
  ties: readonly ((row: Row) => SortValue)[],
): Row[] {
  const valueOf = columns.find((column) => column.id === sort.column)?.value;
  return valueOf ? sortRows(rows, [valueOf, ...ties], sort.descending) : [...rows];
}

interface HeadProps<Row> {
  readonly column: Column<Row>;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const active = sort.column === column.id;
  const className = [column.align, column.marked && 'marked'].filter(Boolean).join(' ') || undefined;
  if (!column.value) return <th scope="col" className={className}>{column.label}</th>;
  // Names read best from A, figures from the greatest.
  const toggle = () => onSort({ column: column.id, descending: active ? !sort.descending : column.align !== 'start' });
  const sign = active && <span className="sort-sign" aria-hidden="true">{sort.descending ? '▼' : '▲'}</span>;
  const label = <>{column.label}{sign}</>;
  return (
    <th scope="col" className={className} aria-sort={active ? (sort.descending ? 'descending' : 'ascending') : undefined}>
      {column.definition === undefined ? (
        <button type="button" className="sort" onClick={toggle}>{label}</button>
      ) : (
        <Tip text={column.definition}>
          {(trigger) => <button type="button" className="sort" onClick={toggle} {...trigger}>{label}</button>}
        </Tip>
      )}
    </th>
  );
}

interface TableRowProps {
  readonly id: string;
  readonly row: unknown;
  readonly columns: readonly Column<unknown>[];
}

/** Painted again only when its row or the columns are others: rows are shared between versions. */
const TableRow = memo(function TableRow({ id, row, columns }: TableRowProps) {
  return (
    <tr data-key={id}>
      {columns.map((column, index) => {
        const className = [column.align, column.strong && 'strong', column.marked && 'marked'].filter(Boolean).join(' ') || undefined;
        const title = column.title?.(row);
        return index === 0 ? (
          <th key={column.id} scope="row" className={className} title={title}>{column.cell(row)}</th>
        ) : (
          <td key={column.id} className={className} title={title}>{column.cell(row)}</td>
        );
      })}
    </tr>
  );
});
