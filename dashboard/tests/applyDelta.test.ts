import { describe, expect, test } from 'vitest';
import { applyDelta, fromSnapshot, type LiveView } from '../src/contract/applyDelta';
import { alert, delta, live, row, snapshot, timeline } from './fixtures';

const applied = (view: LiveView, ...args: Parameters<typeof delta>): LiveView => {
  const next = applyDelta(view, delta(...args));
  if (typeof next === 'string') throw new Error(next);
  return next;
};
const rows = (view: LiveView): readonly unknown[] => (view.figures as { rows: unknown[] }).rows;
const ids = (view: LiveView): string[] => rows(view).map((item) => (item as { id: string }).id);

describe('sequence', () => {
  const view = live('alerts', { rows: [] }, 5);

  test('the next number is applied', () => expect(applied(view, 'alerts', 6).seq).toBe(6));

  test.each([5, 4, 0])('%i is already contained', (seq) => expect(applyDelta(view, delta('alerts', seq))).toBe('stale'));

  test('a later one leaves a gap', () => expect(applyDelta(view, delta('alerts', 7))).toBe('gap'));
});

describe('tables', () => {
  const view = live('alerts', { rows: [alert('B'), alert('a'), alert('c')] });

  test('whole rows are upserted at their key', () => {
    const next = applied(view, 'alerts', 2, { tables: { rows: { set: [alert('a', { title: 'new' })], drop: [] } } });
    expect(ids(next)).toEqual(['B', 'a', 'c']);
    expect((rows(next)[1] as { title: string }).title).toBe('new');
  });

  test('new rows go where their key belongs, by code units: capitals first, then é after z', () => {
    const set = [alert('é'), alert('A'), alert('b'), alert('z')];
    expect(ids(applied(view, 'alerts', 2, { tables: { rows: { set, drop: [] } } }))).toEqual(['A', 'B', 'a', 'b', 'c', 'z', 'é']);
  });

  test('rows are dropped by key, unknown keys are ignored', () => {
    const next = applied(view, 'alerts', 2, { tables: { rows: { set: [], drop: ['a', 'nobody'] } } });
    expect(ids(next)).toEqual(['B', 'c']);
  });

  test('the timeline sorts by number, not by digits', () => {
    const before = live('timeline', timeline({ '10s': [row(90_000, 1), row(100_000, 2)] }));
    const next = applied(before, 'timeline', 2, { tables: { '10s': { set: [row(110_000, 3), row(95_000, 4)], drop: [90_000] } } });
    expect((next as LiveView<'timeline'>).figures['10s'].map((pane) => pane[0])).toEqual([95_000, 100_000, 110_000]);
  });

  test('a table the snapshot did not have starts empty', () => {
    const next = applied(live('alerts', {}), 'alerts', 2, { tables: { rows: { set: [alert('x')], drop: [] } } });
    expect(ids(next)).toEqual(['x']);
  });

  test.each(['overview', 'timeline', 'alerts'] as const)('a table of a newer service is passed over in %s', (name) => {
    const before = live(name, { more: [{ n: 1 }] });
    const next = applied(before, name, 2, { fields: { also: 1 }, tables: { more: { set: [{ n: 2 }], drop: [7] } } });
    expect(next.figures).toEqual({ more: [{ n: 1 }], also: 1 });
  });

  test('a snapshot in the place of a delta replaces all, and deltas go on behind it', () => {
    const before = live('alerts', { rows: [alert('a')], more: [1] }, 5);
    const whole = fromSnapshot(snapshot('alerts', { rows: [alert('b')] }, 6), before);
    expect(whole.figures).toEqual({ rows: [alert('b')] });
    expect(ids(applied(whole, 'alerts', 7, { tables: { rows: { set: [alert('c')], drop: ['b'] } } }))).toEqual(['c']);
  });

  test('a row without a key is a fault', () => {
    expect(() => applyDelta(view, delta('alerts', 2, { tables: { rows: { set: [{}], drop: [] } } }))).toThrow(/no key/);
  });
});

describe('sharing', () => {
  test('nothing that stays equal becomes another object, and nothing is changed in place', () => {
    const view = live('alerts', { rows: [alert('a'), alert('b')] });
    const before = structuredClone(view);
    const next = applied(view, 'alerts', 2, { tables: { rows: { set: [alert('a'), alert('b', { title: 'x' })], drop: [] } } });
    expect(rows(next)[0]).toBe(rows(view)[0]);
    expect(rows(next)[1]).not.toBe(rows(view)[1]);
    expect(view).toEqual(before);
  });

  test('fields replace members and keep their equal parts', () => {
    const view = live('overview', { totals: { reach: 1 }, sparks: { '1h': { reach: [1, 2] } } });
    const next = applied(view, 'overview', 2, { fields: { totals: { reach: 2 }, sparks: { '1h': { reach: [1, 2] } } } });
    expect(next.figures).toEqual({ totals: { reach: 2 }, sparks: { '1h': { reach: [1, 2] } } });
    const sparks = (of: LiveView) => (of as LiveView<'overview'>).figures.sparks;
    expect(sparks(next)).toBe(sparks(view));
  });

  test('a new snapshot shares with what it replaces', () => {
    const view = live('alerts', { rows: [alert('a'), alert('b')] });
    const next = fromSnapshot(snapshot('alerts', { rows: [alert('a'), alert('b', { title: 'x' })] }, 9), view);
    expect(next.seq).toBe(9);
    expect(rows(next)[0]).toBe(rows(view)[0]);
  });
});
