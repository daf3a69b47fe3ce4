import type { HubDelta, HubSnapshot, State, ViewFigures, ViewName } from './index';
import { compareKeys, hasTable, rowKey, type RowKey } from './rowKeys';
import { share } from './share';

/** The newest known version of one view of one campaign, or of the workspace. Immutable. */
export interface LiveView<V extends ViewName = ViewName> {
  /** The campaign; empty: the view is of the workspace. */
  readonly of: string;
  readonly view: V;
  readonly seq: number;
  readonly figures: ViewFigures[V];
  readonly state: State;
}

export function fromSnapshot(snapshot: HubSnapshot, previous?: LiveView): LiveView {
  return {
    of: snapshot.of,
    view: snapshot.view,
    seq: snapshot.seq,
    // The schema describes figures per view, not per message; the view's name tells which.
    figures: share(previous?.figures, snapshot.figures as ViewFigures[ViewName]),
    state: share(previous?.state, snapshot.state),
  };
}

/** `stale`: already contained, ignore it. `gap`: something between was missed, ask for a snapshot. */
export type DeltaResult = LiveView | 'stale' | 'gap';

export function applyDelta(current: LiveView, delta: HubDelta): DeltaResult {
  if (delta.seq <= current.seq) return 'stale';
  if (delta.seq !== current.seq + 1) return 'gap';

  const figures: Record<string, unknown> = { ...current.figures };
  for (const [name, value] of Object.entries(delta.fields)) figures[name] = share(figures[name], value);
  for (const [name, change] of Object.entries(delta.tables)) {
    // One that this page doesn't know is shown nowhere on it.
    if (!change || !hasTable(current.view, name)) continue;
    const rows = Array.isArray(figures[name]) ? (figures[name] as unknown[]) : [];
    figures[name] = applyRows(current.view, name, rows, change.set, change.drop);
  }
  return {
    ...current,
    seq: delta.seq,
    figures: figures as unknown as ViewFigures[ViewName],
    state: share(current.state, delta.state),
  };
}

function applyRows(view: ViewName, table: string, rows: unknown[], set: unknown[], drop: RowKey[]): unknown[] {
  const dropped = new Set(drop);
  const next = dropped.size === 0 ? [...rows] : rows.filter((row) => !dropped.has(rowKey(view, table, row)));
  for (const row of set) {
    const key = rowKey(view, table, row);
    const at = lowerBound(view, table, next, key);
    const found = at < next.length && compareKeys(rowKey(view, table, next[at]), key) === 0;
    if (found) next[at] = share(next[at], row);
    else next.splice(at, 0, row);
  }
  return next;
}

/** The first index whose key is not before `key`. */
function lowerBound(view: ViewName, table: string, rows: unknown[], key: RowKey): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(rowKey(view, table, rows[middle]), key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
