import type { Counters } from '../contract';
import { count, exact } from './format';
import { fullMoment } from './time';

export type Counter = NonNullable<Counters[string]>;

const order = ['reach', 'views', 'likes', 'comments', 'shares', 'saves', 'followers'];

/** The reported ones, in the contract's order; names that it doesn't know at the end. */
export function sortCounters(counters: Counters): [string, Counter][] {
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(counters)
    .filter((entry): entry is [string, Counter] => entry[1] !== undefined)
    .sort(([a], [b]) => place(a) - place(b));
}

/** The value, and its change since the reading before where there was one. */
export function counterText({ value, change }: Counter): string {
  if (change === null || change === 0) return count(value);
  return `${count(value)} (${change > 0 ? '+' : ''}${count(change)})`;
}

export function counterTitle({ value, change, asOf }: Counter, zone: string): string {
  const changed = change === null ? 'no reading before' : `${exact(change, '')} since the reading before`;
  return `${exact(value, '')}, ${changed}, read ${fullMoment(Date.parse(asOf), zone)}`;
}
