import type { ViewName } from './index';

export type RowKey = string | number;

const keyMember: Record<Exclude<ViewName, 'overview' | 'timeline'>, string> = {
  creators: 'creator',
  content: 'content',
  alerts: 'id',
};

/** The tables of each view, as far as this page knows them: a newer service may have more. */
export const tablesOf: Record<ViewName, readonly string[]> = {
  overview: [],
  timeline: ['10s', '1m', '10m', '1h'],
  creators: ['rows'],
  content: ['rows'],
  alerts: ['rows'],
};

/** The key of a row of one of a view's tables: what deltas upsert and drop by. */
export function rowKey(view: ViewName, row: unknown): RowKey {
  const key = keyOf(view, row);
  if (typeof key === 'string' || typeof key === 'number') return key;
  throw new Error(`A row of the view ${view} has no key.`);
}

function keyOf(view: ViewName, row: unknown): unknown {
  if (view === 'timeline') return Array.isArray(row) ? row[0] : undefined;
  if (view === 'overview' || typeof row !== 'object' || row === null) return undefined;
  return (row as Record<string, unknown>)[keyMember[view]];
}

/** Ordinal (UTF-16 code units, as the server sorts); numbers by value. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
