import { useState, type ReactNode } from 'react';
import { Info } from '../parts/Tip';
import { CsvButton } from './CsvButton';
import { DataTable, sortedBy, sortTable, type Column } from './DataTable';
import type { Sort, SortValue } from './sortRows';

interface Props<Row> {
  /** Of the card, for the address of its title. */
  readonly id: string;
  readonly title: string;
  /** What its rows are, for who asks. */
  readonly definition?: string;
  /** Stands before what it is sorted by. */
  readonly aside?: string;
  /** The time that its figures are of, where that isn't the window that was chosen. */
  readonly period?: string;
  readonly tools?: ReactNode;
  readonly caption: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly firstSort: Sort;
  /** Decides between rows that tie in the sorted column. */
  readonly ties: readonly ((row: Row) => SortValue)[];
  /** What it says without rows. */
  readonly empty: string;
  /** The name of its file. */
  readonly file: string;
  /** The columns of the file, where it has more than the screen has room for. */
  readonly fileColumns?: readonly Column<Row>[];
  readonly limit?: number;
  readonly tall?: boolean;
  /** What stands below the table. */
  readonly children?: ReactNode;
}

/** A table with its title, what it is sorted by, and its file. */
export function TableCard<Row>(props: Props<Row>) {
  const { id, title, definition, aside, period, tools, caption, rows, columns, keyOf, ties, empty, file, limit, tall } = props;
  const [asked, setSort] = useState<Sort>(props.firstSort);
  // The column that was asked for may have gone.
  const sort = columns.some((column) => column.id === asked.column) ? asked : props.firstSort;
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <div className="card-header">
        <h2 id={`${id}-title`}>
          {title} {definition !== undefined && <Info label={title} text={definition} />}
          <span className="aside">
            {aside !== undefined && `${aside} · `}by {sortedBy(columns, sort)}{period !== undefined && `, ${period}`}
          </span>
        </h2>
        <div className="card-tools">
          {tools}
          <CsvButton name={file} columns={props.fileColumns ?? columns} rows={() => sortTable(rows, columns, sort, ties)} />
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="note">{empty}</p>
      ) : (
        <DataTable
          caption={caption}
          rows={rows}
          columns={columns}
          keyOf={keyOf}
          sort={sort}
          onSort={setSort}
          ties={ties}
          limit={limit}
          tall={tall}
        />
      )}
      {props.children}
    </section>
  );
}
