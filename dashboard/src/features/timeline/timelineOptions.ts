import uPlot from 'uplot';
import { count } from '../../figures/format';
import { clock, shortDate } from '../../figures/time';
import { drawAlertMarks, type AlertMark } from './alertMarkers';
import { stripes, type ChartColors } from './chartColors';

const dayS = 86_400;

/** The pane under the pointer, and how far that is from the chart's sides. */
export interface Hover {
  readonly index: number;
  readonly x: number;
  readonly fromRight: number;
}

export interface ChartSetup {
  readonly width: number;
  readonly height: number;
  readonly zone: string;
  readonly fewPoints: boolean;
  /** Whether the suspect part hangs under the line (raw) instead of standing on it (authentic). */
  readonly suspectBelow: boolean;
  readonly colors: ChartColors;
  /** Read at every draw, so that new marks need no new chart. */
  readonly marks: () => readonly AlertMark[];
  readonly hover: (hover: Hover | null) => void;
}

const line = 3;

/** Series: the suspect part's edge away from the line (not drawn), its upper edge (drawn), the line. */
export function timelineOptions(setup: ChartSetup): uPlot.Options {
  const { colors, zone } = setup;
  const pattern = stripes(colors);
  const axisFont = `11px ${colors.font}`;
  return {
    width: setup.width,
    height: setup.height,
    // On the right, half a time label.
    padding: [6, 18, 0, 0],
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
    cursor: {
      y: false,
      drag: { setScale: false, x: false, y: false },
      // Only the line has a point under the cursor.
      points: {
        size: (_, index) => (index === line ? 8 : 0),
        width: (_, index) => (index === line ? 2 : 0),
        fill: () => colors.surface,
        stroke: () => colors.accent,
      },
    },
    scales: {
      x: { time: true },
      // From zero, with room above the highest point for the alerts' names.
      y: { range: (_, __, max) => [0, max > 0 ? max * (setup.marks().length > 0 ? 1.25 : 1.06) : 1] },
    },
    series: [
      {},
      { stroke: 'transparent', width: 0, points: { show: false } },
      { stroke: colors.suspect, width: 1.25, points: { show: false } },
      { stroke: colors.accent, width: 2, points: { show: setup.fewPoints, size: 6, fill: colors.accent } },
    ],
    bands: [{ series: setup.suspectBelow ? [line, 1] : [1, line], fill: () => pattern }],
    axes: [
      {
        stroke: colors.third,
        font: axisFont,
        grid: { show: false },
        ticks: { show: false },
        size: 28,
        gap: 8,
        space: 76,
        values: (plot, splits) => splits.map((seconds) => timeLabel(seconds, plot, zone)),
      },
      {
        stroke: colors.third,
        font: axisFont,
        grid: { stroke: colors.line, width: 1 },
        ticks: { show: false },
        size: 42,
        gap: 8,
        space: 52,
        // Steps are round numbers: 30 k, not 30.0 k.
        values: (_, splits) => splits.map((split) => count(split).replace(/\.0+(?!\d)/u, '')),
      },
    ],
    hooks: {
      draw: [(plot) => drawAlertMarks(plot, setup.marks(), colors)],
      setCursor: [(plot) => setup.hover(underCursor(plot))],
    },
  };
}

function underCursor({ cursor, over, width }: uPlot): Hover | null {
  const { idx, left } = cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return null;
  const x = left + over.offsetLeft;
  return { index: idx, x, fromRight: width - x };
}

function timeLabel(seconds: number, plot: uPlot, zone: string): string {
  const { min, max } = plot.scales.x ?? {};
  const span = (max ?? 0) - (min ?? 0);
  const time = clock(seconds * 1000, zone, span < 120);
  if (span > 2 * dayS) return time === '00:00' || span > 6 * dayS ? shortDate(seconds * 1000, zone) : time;
  return time === '00:00' ? shortDate(seconds * 1000, zone) : time;
}
