import { currentTotals, type FigureId, type Mode, type Totals, type WindowId, type Windows } from '../contract';
import { emvDefinition } from '../figures/emv';
import { count, exact, money, percent } from '../figures/format';
import { exactMetric, formatMetric, metricOf } from '../figures/metrics';
import { suspectShare, suspectShareDefinition } from '../figures/suspect';
import { Sparkline } from '../parts/Sparkline';
import type { Column } from './DataTable';

/** What creators and content have in common: totals by window, and a sparkline. */
export interface Measured {
  readonly totals: Totals;
  readonly raw: Totals;
  readonly windows: Windows;
  readonly sparks: Record<WindowId, number[]>;
}

export interface View {
  readonly window: WindowId;
  readonly mode: Mode;
  readonly currency: string;
}

export const windowLabels: Record<WindowId, string> = { '15m': '15 min', '1h': '1 h', '24h': '24 h', all: 'All' };

/** A figure as all tables show it. */
export function metricColumn<Row>(
  id: FigureId,
  value: (row: Row) => number | null | undefined,
  currencyOf: (row: Row) => string,
  more: Partial<Column<Row>> = {},
): Column<Row> {
  const metric = metricOf(id);
  return {
    id,
    label: metric.short,
    name: metric.label,
    definition: metric.definition,
    value,
    cell: (row) => formatMetric(metric, value(row), currencyOf(row)),
    title: (row) => exactMetric(metric, value(row), currencyOf(row)),
    csv: value,
    ...more,
  };
}

export const totalsColumn = <Row extends Measured>(id: keyof Totals, view: View, strong = false): Column<Row> =>
  metricColumn<Row>(id, (row) => currentTotals(row, view.window, view.mode)[id], () => view.currency, { strong });

const traffic = ['visits', 'sessions', 'bounceRate', 'pagesPerSession', 'timeOnSite'] as const;

/** For files only: on the screen the tables are wide enough. */
export const trafficColumns = <Row extends Measured>(view: View): Column<Row>[] =>
  traffic.map((id) => totalsColumn(id, view));

interface Earned {
  readonly emv: number | null;
  readonly emvUnrated: number;
}

/** Without rates in the catalog nothing has one. */
export const hasEmv = (rows: readonly Earned[]): boolean => rows.some((row) => row.emv !== null);

export const emvColumn = <Row extends Earned>(currency: string): Column<Row> => ({
  id: 'emv',
  label: 'EMV',
  name: 'EMV of all time',
  definition: emvDefinition,
  value: (row) => row.emv,
  cell: (row) => money(row.emv, currency),
  title: (row) => `${exact(row.emv, currency)}; ${exact(row.emvUnrated, '')} activities without a rate`,
  csv: (row) => row.emv,
});

export function suspectColumn<Row extends Measured>(view: View): Column<Row> {
  const value = (row: Row) => suspectShare(row, view.window);
  return {
    id: 'suspect',
    label: 'Left out',
    name: 'Share left out',
    definition: suspectShareDefinition,
    value,
    cell: (row) => suspectCell(value(row)),
    title: (row) => exact((value(row) ?? 0) * 100, '% of its events are left out'),
    csv: value,
  };
}

const noticeable = 0.05;

function suspectCell(share: number | null) {
  const text = percent(share, 1);
  return share !== null && share >= noticeable ? <span className="chip warning">{text}</span> : text;
}

export function sparkColumn<Row extends Measured>(view: View): Column<Row> {
  return {
    id: 'spark',
    label: windowLabels[view.window],
    cell: (row) => <Sparkline values={row.sparks[view.window]} width={52} height={18} />,
    title: (row) => `Authentic engagements over time, ${count(row.sparks[view.window].reduce((sum, step) => sum + step, 0))} in all`,
  };
}
