import type { Resolution, TimelineRow, ViewFigures, WindowId } from '../../contract';

export const timelineMetrics = ['engagements', 'impressions', 'clicks', 'conversions'] as const;
export type TimelineMetric = (typeof timelineMetrics)[number];

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** How much of a long pane must have passed before its rate says anything. */
const enoughMs = 5 * minuteMs;

/** Where the row has the authentic and the raw count. */
const columns: Record<TimelineMetric, { authentic: number; raw: number }> = {
  impressions: { authentic: 1, raw: 6 },
  clicks: { authentic: 2, raw: 7 },
  engagements: { authentic: 3, raw: 8 },
  conversions: { authentic: 4, raw: 9 },
};

interface Scale {
  readonly resolution: Resolution;
  readonly paneMs: number;
  /** null: from the first pane with events */
  readonly spanMs: number | null;
  /** Counts are shown per this time, whatever the length of a pane. */
  readonly rateMs: number;
}

const scales: Record<WindowId, Scale> = {
  '15m': { resolution: '10s', paneMs: 10_000, spanMs: 15 * minuteMs, rateMs: minuteMs },
  '1h': { resolution: '1m', paneMs: minuteMs, spanMs: hourMs, rateMs: minuteMs },
  '24h': { resolution: '10m', paneMs: 10 * minuteMs, spanMs: 24 * hourMs, rateMs: minuteMs },
  all: { resolution: '1h', paneMs: hourMs, spanMs: null, rateMs: hourMs },
};

/** Since the start, in the finest panes that reach back that far: a new campaign is no single dot. */
function scaleOf(window: WindowId, firstMs: number, asOfMs: number): Scale {
  if (window !== 'all') return scales[window];
  const finer = (['15m', '1h', '24h'] as const).find((id) => firstMs >= asOfMs - (scales[id].spanMs ?? 0));
  return finer ? { ...scales[finer], spanMs: null } : scales.all;
}

/** Columns of equal length; rates per `rateMs`, null where the data don't reach. */
export interface TimelineSeries {
  readonly startMs: number[];
  readonly authentic: (number | null)[];
  readonly raw: (number | null)[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly paneMs: number;
  readonly rateMs: number;
}

type Figures = ViewFigures['timeline'];

/**
 * When the data begin: the start of the finest pane that is known to hold the first event. A finer
 * resolution tells it only where it reaches back that far.
 */
function firstEventPane(figures: Figures, asOfMs: number): number | null {
  let first = figures['1h'][0]?.[0] ?? null;
  for (const { resolution, spanMs } of [scales['24h'], scales['1h'], scales['15m']]) {
    const start = figures[resolution][0]?.[0] ?? null;
    const reachesBack = first === null || asOfMs - (spanMs ?? 0) <= first;
    if (start !== null && reachesBack) first = start;
  }
  return first;
}

export function buildSeries(
  figures: Figures,
  window: WindowId,
  metric: TimelineMetric,
  asOfMs: number,
): TimelineSeries | null {
  const firstMs = firstEventPane(figures, asOfMs);
  if (firstMs === null) return null;
  const scale = scaleOf(window, firstMs, asOfMs);
  const { paneMs, rateMs, resolution } = scale;
  const paneOf = (ms: number) => Math.floor(ms / paneMs) * paneMs;
  const fromMs = scale.spanMs === null ? paneOf(firstMs) : Math.ceil((asOfMs - scale.spanMs) / paneMs) * paneMs;
  const rows = new Map(figures[resolution].map((row) => [row[0], row]));
  const series: TimelineSeries = { startMs: [], authentic: [], raw: [], fromMs, toMs: asOfMs, paneMs, rateMs };

  const enough = Math.min(paneMs / 2, enoughMs);
  const lastPane = paneOf(asOfMs);
  for (let start = fromMs; start <= lastPane; start += paneMs) {
    const elapsed = start === lastPane ? asOfMs - start : paneMs;
    // A pane that has hardly begun would draw a fall, or a peak, that isn't there.
    if (elapsed < enough && start - firstMs >= 2 * paneMs) break;
    const perRate = rateMs / Math.max(elapsed, enough);
    // Within the span of the data a pane without a row had no events; before it nothing is known.
    const known = start >= paneOf(firstMs);
    const row = rows.get(start);
    series.startMs.push(start);
    series.authentic.push(known ? value(row, columns[metric].authentic) * perRate : null);
    series.raw.push(known ? value(row, columns[metric].raw) * perRate : null);
  }
  return series;
}

const value = (row: TimelineRow | undefined, column: number): number => row?.[column] ?? 0;

export const rateWord = (rateMs: number): string => (rateMs === hourMs ? 'per hour' : 'per minute');

/** The upper edge of the suspect part: only where there is one, so that the line itself stays clear. */
export function suspectEdge({ authentic, raw }: TimelineSeries): (number | null)[] {
  const differs = raw.map((total, index) => (total ?? 0) > (authentic[index] ?? 0));
  return raw.map((total, index) => (differs[index - 1] || differs[index] || differs[index + 1] ? total : null));
}

/** The line's value at a time between two panes; null where it has none, as after its end. */
export function valueAt(series: TimelineSeries, values: readonly (number | null)[], ms: number): number | null {
  const after = series.startMs.findIndex((start) => start >= ms);
  if (after === -1) return null;
  const right = values[after] ?? null;
  const left = values[after - 1] ?? null;
  const rightMs = series.startMs[after];
  const leftMs = series.startMs[after - 1];
  if (right === null || left === null || rightMs === undefined || leftMs === undefined) return right;
  return left + ((right - left) * (ms - leftMs)) / (rightMs - leftMs);
}
