import { describe, expect, test } from 'vitest';
import { placeLabels } from '../src/features/timeline/markerLayout';
import { sparkPath } from '../src/parts/sparkPath';
import { buildSeries, suspectEdge, valueAt } from '../src/features/timeline/timelineSeries';
import { row, timeline } from './fixtures';

const minute = 60_000;
const hour = 60 * minute;
const now = 1_000 * hour;

describe('timeline', () => {
  test('an hour is sixty minutes up to the data-as-of time; missing panes are zeros', () => {
    const figures = timeline({ '1m': [row(now - 2 * minute, 30, 40)], '1h': [row(now - 5 * hour, 100)] });
    const series = buildSeries(figures, '1h', 'engagements', now);
    expect(series?.startMs).toHaveLength(60);
    expect(series?.startMs[0]).toBe(now - hour);
    expect(series?.authentic.at(-2)).toBe(30);
    expect(series?.raw.at(-2)).toBe(40);
    expect(series?.authentic.filter((value) => value === 0)).toHaveLength(59);
  });

  test('before the first event nothing is known', () => {
    const series = buildSeries(timeline({ '1m': [row(now - 10 * minute, 1)] }), '1h', 'engagements', now);
    expect(series?.authentic.slice(0, 50).every((value) => value === null)).toBe(true);
    expect(series?.authentic[50]).toBe(1);
  });

  test('ten seconds count six times in a minute', () => {
    const figures = timeline({ '10s': [row(now - 20_000, 5)] });
    expect(buildSeries(figures, '15m', 'engagements', now)?.authentic.at(-2)).toBe(30);
  });

  test('a pane that has hardly begun is left out, a half one is scaled', () => {
    const figures = timeline({ '1m': [row(now - 30 * minute, 10), row(now, 10)] });
    const at = (elapsed: number) => buildSeries(figures, '1h', 'engagements', now + elapsed);
    expect(at(20_000)?.startMs.at(-1)).toBe(now - minute);
    expect(at(40_000)?.startMs.at(-1)).toBe(now);
    expect(at(40_000)?.authentic.at(-1)).toBe(15);
  });

  test('the data begin with the finest pane that holds the first event', () => {
    const begun = now + 20 * minute;
    const figures = timeline({ '10s': [row(begun, 1)], '1m': [row(begun, 1)], '10m': [row(begun, 1)], '1h': [row(now, 1)] });
    const series = buildSeries(figures, '1h', 'engagements', begun + 6_000);
    expect(series?.authentic.slice(0, -1).every((value) => value === null)).toBe(true);
    expect(series?.authentic.at(-1)).toBe(2);
  });

  test('an hour that runs is shown from its fifth minute on', () => {
    const figures = timeline({ '1h': [row(now - 90 * hour, 60), row(now, 20)] });
    const last = (elapsed: number) => buildSeries(figures, 'all', 'engagements', now + elapsed)?.authentic.at(-1);
    expect([last(4 * minute), last(15 * minute)]).toEqual([0, 80]);
  });

  test('the very first event is shown at once', () => {
    const series = buildSeries(timeline({ '10s': [row(now, 1)], '1m': [row(now, 1)] }), 'all', 'engagements', now + 1_000);
    expect(series?.startMs).toEqual([now]);
    expect(series?.authentic[0]).toBeGreaterThan(0);
  });

  test('everything: hours, or finer panes for a young campaign', () => {
    const old = timeline({ '1m': [row(now - 5 * minute, 1)], '1h': [row(now - 50 * hour, 60)] });
    expect(buildSeries(old, 'all', 'engagements', now)).toMatchObject({ paneMs: hour, rateMs: hour, fromMs: now - 50 * hour });
    const young = timeline({ '10m': [row(now - 2 * hour, 10)], '1h': [row(now - 2 * hour, 10)] });
    expect(buildSeries(young, 'all', 'engagements', now)).toMatchObject({ paneMs: 10 * minute, rateMs: minute });
  });

  test('without any event there is no line', () => expect(buildSeries(timeline({}), '1h', 'clicks', now)).toBeNull());

  test('the suspect edge is drawn where there is a suspect part', () => {
    const series = { startMs: [0, 1, 2, 3], authentic: [5, 5, 5, 5], raw: [5, 5, 5, 9], fromMs: 0, toMs: 3, paneMs: 1, rateMs: 1 };
    expect(suspectEdge(series)).toEqual([null, null, 5, 9]);
  });

  test('a value between two panes', () => {
    const series = { startMs: [0, 10], authentic: [0, 100], raw: [0, 100], fromMs: 0, toMs: 20, paneMs: 10, rateMs: 10 };
    expect([0, 5, 10, 15].map((ms) => valueAt(series, series.authentic, ms))).toEqual([0, 50, 100, null]);
  });
});

describe('alert names', () => {
  const bounds = { left: 0, right: 300, rows: 2, gap: 5 };
  const width = (label: string) => label.length * 10;

  test('stand left of their mark, or right where the left is too narrow', () => {
    const placed = placeLabels([{ x: 200, label: '0123456789', rank: 0 }, { x: 20, label: '0123', rank: 1 }], bounds, width);
    expect(placed.map(({ left, row: line }) => [left, line])).toEqual([[95, 0], [25, 0]]);
  });

  test('never overlap; the least important goes without', () => {
    const markers = [0, 1, 2, 3, 4].map((rank) => ({ x: 150 + rank, label: '012345678901', rank }));
    const placed = placeLabels(markers, bounds, width);
    expect(placed.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
    for (const a of placed) {
      for (const b of placed) {
        const apart = a === b || a.row !== b.row || a.left + a.width < b.left || b.left + b.width < a.left;
        expect(apart).toBe(true);
      }
    }
  });

  test('too long for the chart: no name', () => {
    expect(placeLabels([{ x: 150, label: 'x'.repeat(40), rank: 0 }], bounds, width)).toEqual([]);
  });
});

describe('sparkline', () => {
  test('unknown values are gaps', () => expect(sparkPath([0, 1, null, 1, 0], 103, 13)).toBe('M1.5 11.5L26.5 1.5M76.5 1.5L101.5 11.5'));
  test('a point between gaps is a dash', () => expect(sparkPath([null, 3, null], 53, 13)).toBe('M25 11.5h3'));

  test('nothing known draws nothing', () => expect(sparkPath([null, null], 50, 10)).toBe(''));
});
