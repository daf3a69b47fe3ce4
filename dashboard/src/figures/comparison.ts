import { money, percent, unitSpace } from './format';
import type { Metric } from './metrics';

export interface Comparison {
  readonly direction: 'up' | 'down' | 'same' | 'none';
  /** Whether the change is welcome; null where more is neither better nor worse. */
  readonly good: boolean | null;
  readonly text: string;
}

const none = (text: string): Comparison => ({ direction: 'none', good: null, text });

/** The figure against the previous period of equal length. */
export function compare(
  entry: Metric,
  value: number | null | undefined,
  before: number | null | undefined,
  currency: string,
): Comparison {
  if (value === null || value === undefined) return none('no value yet');
  if (before === null || before === undefined) return none('nothing before');
  const change = value - before;
  const text = describe(entry, Math.abs(change), before, currency);
  // What shows as zero is no change, whatever its last digit says.
  if (!/[1-9]/.test(text)) return { direction: 'same', good: null, text: 'unchanged' };
  const good = entry.better === null ? null : change > 0 === (entry.better === 'more');
  return { direction: change > 0 ? 'up' : 'down', good, text: before === 0 && amounts.has(entry.kind) ? 'from 0' : text };
}

/** Of which no percentage of nothing can be given. */
const amounts: ReadonlySet<Metric['kind']> = new Set(['count', 'ratio', 'duration']);

/** Rates by points, costs per result by money, amounts by percent. */
function describe(entry: Metric, change: number, before: number, currency: string): string {
  if (entry.kind === 'percent') return points(percent(change));
  if (entry.kind === 'wholePercent') return points(percent(change, 0));
  if (entry.id === 'cpa' || entry.id === 'aov') return money(change, currency);
  if (before === 0) return money(change, currency);
  return percent(change / Math.abs(before), 1);
}

/** The difference of two percentages is percentage points. */
const points = (text: string): string => text.replace(`${unitSpace}%`, `${unitSpace}pt`);
