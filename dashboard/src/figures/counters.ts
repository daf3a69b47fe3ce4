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

/** Whether a part of it is held to be bought, and left out. */
const isCut = ({ value, authentic }: Counter): boolean => authentic < value;

/** The authentic value, what the platform says where that is more, and its change since the reading before where there was one. */
export function counterText(counter: Counter): string {
  const { value, change, authentic } = counter;
  const shown = isCut(counter) ? `${count(authentic)} of ${count(value)}` : count(value);
  if (change === null || change === 0) return shown;
  return `${shown} (${change > 0 ? '+' : ''}${count(change)})`;
}

export function counterTitle(counter: Counter, zone: string): string {
  const { value, change, asOf, authentic, authenticLow, authenticHigh } = counter;
  const changed = change === null ? 'no reading before' : `${exact(change, '')} since the reading before`;
  const said = `${exact(value, '')}, ${changed}, read ${fullMoment(Date.parse(asOf), zone)}`;
  if (!isCut(counter)) return said;
  return `Authentic ${exact(authentic, '')} (${exact(authenticLow, '')} to ${exact(authenticHigh, '')}): the rest is held to be bought, see Cases. The platform says ${said}`;
}
