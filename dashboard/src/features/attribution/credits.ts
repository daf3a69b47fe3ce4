import type { Mode, ModelCredit, RawModelCredit } from '../../contract';
import { count, missing } from '../../figures/format';
import { models, type Model } from './models';

/** A creator, content item or channel, and what each model gives to it. */
export interface Credited {
  readonly totals: Readonly<Record<Model, ModelCredit>>;
  readonly raw: Readonly<Record<Model, RawModelCredit>>;
}

export type Measure = 'revenue' | 'conversions';

/** The ends of a 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export function valueOf(row: Credited, model: Model, measure: Measure, mode: Mode): number | null {
  return (mode === 'raw' ? row.raw : row.totals)[model][measure];
}

/** Raw figures have none. One without width was not drawn: no estimate is as sure as that. */
export function intervalOf(row: Credited, model: Model, measure: Measure, mode: Mode): Interval | null {
  if (mode === 'raw') return null;
  const credit = row.totals[model];
  const [low, high] = measure === 'revenue'
    ? [credit.revenueLow, credit.revenueHigh]
    : [credit.conversionsLow, credit.conversionsHigh];
  return low === null || high === null || low >= high ? null : { low, high };
}

/** Costs are known: only what they brought is not. Without a conversion at the lower end a CPA has no upper one. */
export function cpaInterval(cost: number | null, conversions: Interval | null): { low: number; high: number | null } | null {
  if (cost === null || cost <= 0 || conversions === null) return null;
  return { low: cost / conversions.high, high: conversions.low > 0 ? cost / conversions.low : null };
}

export function roasInterval(cost: number | null, revenue: Interval | null): Interval | null {
  return cost === null || cost <= 0 || revenue === null ? null : { low: revenue.low / cost, high: revenue.high / cost };
}

export function roiInterval(cost: number | null, revenue: Interval | null): Interval | null {
  const roas = roasInterval(cost, revenue);
  return roas && { low: roas.low - 1, high: roas.high - 1 };
}

/** The end of a scale from 0 that holds all, a round number: so it seldom changes while figures grow. */
export function scaleEnd(rows: readonly Credited[], model: Model, measure: Measure, mode: Mode): number {
  const greatest = rows.reduce((most, row) => Math.max(most, intervalOf(row, model, measure, mode)?.high ?? 0), 0);
  if (greatest <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(greatest));
  return [1, 1.5, 2, 3, 5, 7.5].map((step) => step * power).find((end) => end >= greatest) ?? 10 * power;
}

/** The kinds of conversions, where not all are purchases. */
export function kindsOf(rows: readonly Credited[], model: Model, mode: Mode): string[] {
  if (mode === 'raw') return [];
  const kinds = new Set(rows.flatMap((row) => Object.keys(row.totals[model].kinds ?? {})));
  return [...kinds].some((kind) => kind !== 'purchase') ? [...kinds].sort() : [];
}

/** What the models say of somebody, from the least to the most; null: no two of them say anything. */
export interface Spread extends Interval {
  readonly lowest: Model;
  readonly highest: Model;
}

export function spreadOf(row: Credited, measure: Measure, mode: Mode): Spread | null {
  const said = models
    .map(({ id }) => ({ id, value: valueOf(row, id, measure, mode) }))
    .filter((of): of is { id: Model; value: number } => of.value !== null);
  if (said.length < 2) return null;
  const least = said.reduce((a, b) => (b.value < a.value ? b : a));
  const most = said.reduce((a, b) => (b.value > a.value ? b : a));
  return { low: least.value, high: most.value, lowest: least.id, highest: most.id };
}

/** About whom the models differ most; null: about nobody. */
export function mostDisputed<Row extends Credited>(rows: readonly Row[], measure: Measure, mode: Mode): { row: Row; spread: Spread } | null {
  let found: { row: Row; spread: Spread } | null = null;
  for (const row of rows) {
    const spread = spreadOf(row, measure, mode);
    if (spread && spread.high - spread.low > (found ? found.spread.high - found.spread.low : 0)) found = { row, spread };
  }
  return found;
}

/** What the creators have by a model and none of their content has. */
export function withoutContent(rows: readonly Credited[], content: readonly Credited[], model: Model, measure: Measure, mode: Mode): number {
  const sum = (of: readonly Credited[]) => of.reduce((all, row) => all + (valueOf(row, model, measure, mode) ?? 0), 0);
  return sum(rows) - sum(content);
}

/** A model may give a part of a conversion. */
export function parts(value: number | null): string {
  if (value === null) return missing;
  return value < 100 ? value.toFixed(1) : count(Math.round(value));
}
