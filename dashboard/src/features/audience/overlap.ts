import type { AudiencePairRow, AudienceReach, Mode, ReportedReach } from '../../contract';
import { count, exact } from '../../figures/format';

/** One of the creators or platforms of a campaign. */
export interface Member {
  readonly id: string;
  /** Harmless to show. */
  readonly label: string;
  readonly totals: AudienceReach;
  readonly raw: AudienceReach;
}

/** So many of the largest make a matrix: more are not read at a glance. */
export const matrixSize = 12;

export const reachOf = (member: Member, mode: Mode): AudienceReach => (mode === 'raw' ? member.raw : member.totals);
export const bothOf = (pair: AudiencePairRow, mode: Mode): AudiencePairRow['totals'] => (mode === 'raw' ? pair.raw : pair.totals);

/** Those that most people met, and of equals by name. */
export function largest(members: readonly Member[], mode: Mode): Member[] {
  return [...members]
    .sort((a, b) => reachOf(b, mode).reach - reachOf(a, mode).reach || (a.id < b.id ? -1 : 1))
    .slice(0, matrixSize);
}

/** The pair of two, in either order. */
export class Pairs {
  readonly #byIds = new Map<string, AudiencePairRow>();

  constructor(rows: readonly AudiencePairRow[]) {
    for (const row of rows) this.#byIds.set(key(row.one, row.other), row);
  }

  /** undefined: nobody met both. */
  find(a: string, b: string): AudiencePairRow | undefined {
    return this.#byIds.get(key(a, b)) ?? this.#byIds.get(key(b, a));
  }
}

const key = (one: string, other: string): string => JSON.stringify([one, other]);

/** People who are met again, as a part of all that are counted by everyone whom they met. */
export const duplication = (reach: number, sum: number): number | null => (sum === 0 ? null : 1 - reach / sum);

/** What is known of the reach that platforms report, in a sentence. */
export function explain({ method, audience, least, most }: ReportedReach): string {
  if (least === most) return 'A single reported reach: nothing to estimate.';
  switch (method) {
    case 'measured':
      return 'Estimated by identified people: how many of these platforms, and of their items, each of them met. The 95 % interval is that of their number: whether people whom only platforms see are like them, nobody knows.';
    case 'independent':
      return `No overlap is measured: fewer than 100 identified people on some platform. Estimated by Sainsbury’s formula, as if items overlapped by chance among the ${exact(audience, 'people')} that the catalog names.`;
    case 'range':
      return audience === null
        ? 'No estimate: fewer than 100 identified people on some platform, and the catalog names no audience of the campaign. Only the range is certain.'
        : `No estimate: fewer than 100 identified people on some platform, and the audience of ${exact(audience, 'people')} that the catalog names is smaller than the largest item’s reach. Only the range is certain.`;
  }
}

export const range = (low: number, high: number): string => (low === high ? count(low) : `${count(low)} – ${count(high)}`);
