import { useMemo } from 'react';
import type { Mode } from '../../contract';
import { exact, percent } from '../../figures/format';
import type { CampaignRoute } from '../../store/route';
import type { Column } from '../../tables/DataTable';
import { metricColumn, type View } from '../../tables/figureColumns';
import type { Sort, SortValue } from '../../tables/sortRows';
import { TableCard } from '../../tables/TableCard';

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
  const columns = useMemo(
    () => columnsOf(rows, one, (row) => (row.name === '' ? unknown : nameOf(row.name)), view),
    [rows, one, nameOf, unknown, view],
  );
  return (
    <TableCard
      id={id}
      title={title}
      definition={definition}
      period="all time"
      caption={`${title}, all time, ${view.mode}`}
      rows={rows}
      columns={columns}
      keyOf={partKey}
      firstSort={byImpressions}
      ties={ties}
      empty={empty}
      file={`${route.campaign}-${id}-${view.mode}`}
    />
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
    ...figures
      .filter((figure) => first !== undefined && first.totals[figure] !== undefined)
      .map((figure) =>
        metricColumn<Part>(figure, (row) => sumsOf(row, view.mode)[figure], () => view.currency, {
          strong: figure === 'revenue',
        })),
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
