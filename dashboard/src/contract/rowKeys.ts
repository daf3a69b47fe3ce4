import { keys } from './generated/tables';
import type { ViewName } from './index';

export type RowKey = string | number;

/** Whether this page knows a table of a view: a newer service may have more. */
export const hasTable = (view: ViewName, table: string): boolean => Object.hasOwn(keys[view], table);

/** The key of a row of one of a view's tables: what deltas upsert and drop by. */
export function rowKey(view: ViewName, table: string, row: unknown): RowKey {
  const place = keys[view][table];
  if (place !== undefined && typeof row === 'object' && row !== null) {
    const key = (row as Record<string | number, unknown>)[place];
    if (typeof key === 'string' || typeof key === 'number') return key;
  }
  throw new Error(`A row of ${table} of the view ${view} has no key.`);
}

/** Ordinal (UTF-16 code units, as the server sorts); numbers by value. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
