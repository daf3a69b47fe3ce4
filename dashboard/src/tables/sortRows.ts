export type SortValue = string | number | null | undefined;

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

/** Unknown values come last in both directions. */
export function compareValues(a: SortValue, b: SortValue, descending: boolean): number {
  const aMissing = a === null || a === undefined;
  const bMissing = b === null || b === undefined;
  if (aMissing || bMissing) return Number(aMissing) - Number(bMissing);
  const order = typeof a === 'string' && typeof b === 'string' ? a.localeCompare(b, 'en') : a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

/** Sorted by the first values that differ; rows that tie in all keep the order they came in. */
export function sortRows<Row>(
  rows: readonly Row[],
  by: readonly ((row: Row) => SortValue)[],
  descending: boolean,
): Row[] {
  return [...rows].sort((a, b) => {
    for (const valueOf of by) {
      const order = compareValues(valueOf(a), valueOf(b), descending);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** The order of before, for rows that were there; new rows at the end. */
export function keepOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string, order: readonly string[]): Row[] {
  const rank = new Map(order.map((key, index) => [key, index]));
  const place = (row: Row) => rank.get(keyOf(row)) ?? Number.POSITIVE_INFINITY;
  return [...rows].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first === second ? 0 : first - second;
  });
}
