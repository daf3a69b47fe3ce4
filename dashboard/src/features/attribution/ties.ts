import type { ModelCredit } from '../../contract';

/** The places by revenue that somebody may have, with 95 %. */
export interface Places {
  readonly first: number;
  readonly last: number;
}

export function placesOf({ rankFirst = 0, rankLast = 0 }: ModelCredit): Places | null {
  return rankFirst > 0 ? { first: rankFirst, last: rankLast } : null;
}

export const placesText = ({ first, last }: Places): string => (first === last ? String(first) : `${first}–${last}`);

/**
 * Who can't be told apart: all who may have the same place. Each group is as large as it can be, and everybody in it
 * ties with everybody else; who stands between two groups is in both. Who earned nothing ties with nobody.
 */
export function tieGroups<Row>(rows: readonly Row[], creditOf: (row: Row) => ModelCredit): Row[][] {
  const placed = rows
    .map((row) => ({ row, places: placesOf(creditOf(row)), revenue: creditOf(row).revenue ?? 0 }))
    .filter((of): of is { row: Row; places: Places; revenue: number } => of.places !== null && of.revenue > 0)
    .sort((a, b) => b.revenue - a.revenue);
  const groups: Row[][] = [];
  // A group that is as large as it can be holds the place at which the first of it ends.
  for (const end of [...new Set(placed.map(({ places }) => places.last))].sort((a, b) => a - b)) {
    const group = placed.filter(({ places }) => places.first <= end && end <= places.last).map(({ row }) => row);
    const isPart = groups.some((other) => group.every((row) => other.includes(row)));
    if (group.length > 1 && !isPart) groups.push(group);
  }
  return groups;
}

/** With whom each ties; absent: with nobody. */
export function tiesByRow<Row>(groups: readonly (readonly Row[])[]): Map<Row, Row[]> {
  const ties = new Map<Row, Row[]>();
  for (const group of groups) {
    for (const row of group) {
      const others = ties.get(row) ?? [];
      ties.set(row, [...others, ...group.filter((other) => other !== row && !others.includes(other))]);
    }
  }
  return ties;
}

const mostNames = 5;

/** "A, B and C"; of many the first and how many more. */
export function listed(names: readonly string[]): string {
  const shown = names.length > mostNames ? [...names.slice(0, mostNames - 1), `${names.length - mostNames + 1} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
