import type { CsvValue } from '../../figures/csv';
import { count, exact, missing, money } from '../../figures/format';
import type { Column } from '../../tables/DataTable';
import type { View } from '../../tables/figureColumns';
import { intervalOf, kindsOf, parts, scaleEnd, valueOf, type Credited, type Interval, type Measure } from './credits';
import { modelOf, type Model } from './models';
import { Whisker } from './Whisker';

const labels: Record<Measure, string> = { revenue: 'Revenue', conversions: 'Conversions' };
const short: Record<Measure, string> = { revenue: 'Revenue', conversions: 'Conv.' };

export const rangeDefinition =
  'The 95 % interval: how far the figure depends on which of many like buyers happened to buy. Where intervals overlap widely, the order of two figures may be chance.';

export const written = (value: number | null, measure: Measure, view: View): string =>
  measure === 'revenue' ? money(value, view.currency) : parts(value);

export const rangeText = ({ low, high }: Interval, measure: Measure, view: View): string =>
  `${written(low, measure, view)} – ${written(high, measure, view)}`;

const unitOf = (measure: Measure, view: View): string => (measure === 'revenue' ? view.currency : '');

/** An exact figure and its interval, for a title. */
export function titled(value: number | null | undefined, unit: string, interval: { low: number; high: number | null } | null): string {
  const figure = exact(value, unit);
  if (interval === null) return figure;
  const from = exact(Number(interval.low.toPrecision(4)), '');
  return interval.high === null
    ? `${figure}, 95 %: ${from} or more`
    : `${figure}, 95 %: ${from} to ${exact(Number(interval.high.toPrecision(4)), unit)}`;
}

/** What a model gives, as it is and with how sure that is: on the screen and in files. */
export function creditColumns<Row extends Credited>(rows: readonly Row[], model: Model, view: View): Column<Row>[] {
  return [
    ...measureColumns(rows, model, 'revenue', view),
    ...measureColumns(rows, model, 'conversions', view),
    ...kindsOf(rows, model, view.mode).map((kind): Column<Row> => kindColumn(kind, model)),
  ];
}

function measureColumns<Row extends Credited>(rows: readonly Row[], model: Model, measure: Measure, view: View): Column<Row>[] {
  const end = scaleEnd(rows, model, measure, view.mode);
  const column = valueColumn<Row>(model, measure, view);
  return end === 0 ? [column] : [column, rangeColumn<Row>(model, measure, view, end)];
}

function valueColumn<Row extends Credited>(model: Model, measure: Measure, view: View): Column<Row> {
  const value = (row: Row) => valueOf(row, model, measure, view.mode);
  return {
    id: measure,
    label: short[measure],
    name: labels[measure],
    definition: `${labels[measure]} that the model ${modelOf(model).label} gives${measure === 'revenue' ? ', refunds taken off' : ': it may be parts of one'}.`,
    value,
    cell: (row) => written(value(row), measure, view),
    title: (row) => titled(value(row), unitOf(measure, view), intervalOf(row, model, measure, view.mode)),
    csv: value,
    strong: measure === 'revenue',
  };
}

function rangeColumn<Row extends Credited>(model: Model, measure: Measure, view: View, end: number): Column<Row> {
  const interval = (row: Row) => intervalOf(row, model, measure, view.mode);
  return {
    id: `${measure}Low`,
    label: `${short[measure]}${measure === 'revenue' ? ',' : ''} 95 %`,
    name: `${labels[measure]}, at least`,
    definition: `${rangeDefinition} Sorts by the lower end.`,
    align: 'start',
    value: (row) => interval(row)?.low,
    cell: (row) => {
      const found = interval(row);
      if (found === null) return missing;
      const text = <span className="range-text">{rangeText(found, measure, view)}</span>;
      if (measure === 'conversions') return text;
      return <span className="range"><Whisker value={valueOf(row, model, measure, view.mode) ?? 0} interval={found} end={end} />{text}</span>;
    },
    csv: (row) => interval(row)?.low,
  };
}

const kindNames = new Map([
  ['purchase', 'Purchases'],
  ['signup', 'Sign-ups'],
  ['lead', 'Leads'],
  ['download', 'Downloads'],
  ['install', 'Installs'],
  ['form', 'Forms'],
]);

function kindColumn<Row extends Credited>(kind: string, model: Model): Column<Row> {
  const value = (row: Row) => row.totals[model].kinds?.[kind] ?? 0;
  const label = kindNames.get(kind) ?? kind;
  return {
    id: `kind-${kind}`,
    label,
    definition: `Those of the conversions that are ${label.toLowerCase()}.`,
    value,
    cell: (row) => parts(value(row)),
    title: (row) => exact(value(row), ''),
    csv: value,
  };
}

/** Columns that only files have, by the column that they stand behind. */
export type Behind<Row> = Readonly<Record<string, Column<Row>>>;

export const forFile = <Row,>(columns: readonly Column<Row>[], behind: Behind<Row>): Column<Row>[] =>
  columns.flatMap((column) => [column, ...(behind[column.id] ? [behind[column.id]!] : [])]);

export function fileColumn<Row>(id: string, label: string, csv: (row: Row) => CsvValue): Column<Row> {
  return { id, label, cell: () => null, csv };
}

/** The upper ends of intervals: on the screen they stand in one column with the lower ones. */
export function upperEnds<Row extends Credited>(model: Model, view: View): Behind<Row> {
  const upper = (measure: Measure) =>
    fileColumn<Row>(`${measure}High`, `${labels[measure]}, at most`, (row) => intervalOf(row, model, measure, view.mode)?.high);
  return { revenueLow: upper('revenue'), conversionsLow: upper('conversions') };
}

/** What intervals rest on; raw figures have none. */
export function intervalNote(drawn: number, { mode }: View): string {
  if (mode === 'raw') return 'Raw figures have no intervals, no ranks and no ratios to cost: decide by authentic ones.';
  return drawn === 0
    ? 'Intervals come with the first orders.'
    : `Intervals are drawn from ${count(drawn)} orders of the workspace. They say how far chance goes, not whether the model is right.`;
}
