import { useMemo, useState } from 'react';
import type { Mode } from '../../contract';
import { exact, percent } from '../../figures/format';
import { exactMetric, formatMetric, metricOf, type Metric } from '../../figures/metrics';
import { Info } from '../../parts/Tip';
import type { CampaignRoute } from '../../store/route';
import { CsvButton } from '../../tables/CsvButton';
import { DataTable, sortedBy, sortTable, type Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';

/** What adds up over parts; those of touches have no orders. */
interface Sums {
  readonly impressions: number;
  readonly clicks: number;
  readonly visits: number;
  readonly engagements: number;
  readonly productPages?: number;
  readonly conversions?: number;
  readonly revenue?: number | null;
}

export interface Part {
  /** "": nobody said. */
  readonly name: string;
  /** How many content items it has; absent where it is none of content. */
  readonly items?: number;
  readonly totals: Sums;
  readonly raw: Sums;
}

interface Props {
  readonly id: string;
  readonly title: string;
  /** The title of one of them. */
  readonly one: string;
  readonly definition: string;
  readonly empty: string;
  readonly rows: readonly Part[];
  readonly nameOf: (name: string) => string;
  readonly unknown: string;
  readonly view: View;
  readonly route: CampaignRoute;
}

const byImpressions: Sort = { column: 'impressions', descending: true };
const ties: ((row: Part) => SortValue)[] = [(row) => row.totals.clicks, (row) => row.totals.visits];
const figures = ['impressions', 'clicks', 'engagements', 'visits', 'productPages', 'conversions', 'revenue'] as const;

/** The parts of a campaign by something that they have in common, and what each came to. */
export function PartsCard({ id, title, one, definition, empty, rows, nameOf, unknown, view, route }: Props) {
  const [sort, setSort] = useState<Sort>(byImpressions);
  const columns = useMemo(
    () => columnsOf(rows, one, (row) => (row.name === '' ? unknown : nameOf(row.name)), view),
    [rows, one, nameOf, unknown, view],
  );
  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <div className="card-header">
        <h2 id={`${id}-title`}>
          {title} <Info label={title} text={definition} />
          <span className="aside">by {sortedBy(columns, sort)}, all time</span>
        </h2>
        <div className="card-tools">
          <CsvButton name={`${route.campaign}-${id}-${view.mode}`} columns={columns} rows={() => sortTable(rows, columns, sort, ties)} />
        </div>
      </div>
      {rows.length === 0 ? (
        <p className="note">{empty}</p>
      ) : (
        <DataTable
          caption={`${title}, all time, ${view.mode}`}
          rows={rows}
          columns={columns}
          keyOf={partKey}
          sort={sort}
          onSort={setSort}
          ties={ties}
        />
      )}
    </section>
  );
}

const partKey = (row: Part): string => row.name;
const sumsOf = (row: Part, mode: Mode): Sums => (mode === 'raw' ? row.raw : row.totals);

function columnsOf(rows: readonly Part[], one: string, labelOf: (row: Part) => string, view: View): Column<Part>[] {
  const first = rows[0];
  return [
    {
      id: 'name',
      label: one,
      align: 'start',
      value: labelOf,
      cell: (row) => <bdi className={row.name === '' ? 'unsaid' : undefined}>{labelOf(row)}</bdi>,
      csv: (row) => row.name,
    },
    ...(first?.items === undefined ? [] : [itemsColumn]),
    shareColumn(rows, view),
    ...figures.filter((figure) => first !== undefined && first.totals[figure] !== undefined).map((figure) => sumColumn(metricOf(figure), figure, view)),
  ];
}

const itemsColumn: Column<Part> = {
  id: 'items',
  label: 'Content',
  name: 'Content items',
  definition: 'Content items of which something was counted.',
  value: (row) => row.items ?? 0,
  cell: (row) => exact(row.items ?? 0, ''),
  csv: (row) => row.items ?? 0,
};

function sumColumn(metric: Metric, figure: (typeof figures)[number], { mode, currency }: View): Column<Part> {
  const value = (row: Part) => sumsOf(row, mode)[figure] ?? null;
  return {
    id: figure,
    label: metric.short,
    name: metric.label,
    definition: metric.definition,
    strong: figure === 'revenue',
    value,
    cell: (row) => formatMetric(metric, value(row), currency),
    title: (row) => exactMetric(metric, value(row), currency),
    csv: value,
  };
}

/** Of what the campaign earned, or where parts earn nothing by themselves, of its impressions. */
function shareColumn(rows: readonly Part[], { mode }: View): Column<Part> {
  const earns = rows[0]?.totals.revenue !== undefined;
  const part = (row: Part) => (earns ? sumsOf(row, mode).revenue : sumsOf(row, mode).impressions) ?? null;
  const all = rows.reduce((sum, row) => sum + (part(row) ?? 0), 0);
  const value = (row: Part) => {
    const of = part(row);
    return of === null || all <= 0 ? null : of / all;
  };
  return {
    id: 'share',
    label: earns ? 'Of revenue' : 'Of impr.',
    name: earns ? 'Share of revenue' : 'Share of impressions',
    definition: earns ? 'Of the revenue of all content of the campaign.' : 'Of all impressions of the campaign.',
    value,
    cell: (row) => <Share of={value(row)} />,
    csv: value,
  };
}

function Share({ of }: { readonly of: number | null }) {
  return (
    <span className="share">
      <span className="share-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(100 * (of ?? 0))}%` }} />
      </span>
      <span className="share-number">{percent(of, 1)}</span>
    </span>
  );
}
