import { useEffect, useRef, useState } from 'react';
import { keepOrder } from './sortRows';

/** The order of rows that a pointer holds, and what of. */
export interface HeldOrder {
  /** Names the list, its window, mode and sorting: of others it says nothing. */
  readonly of: string;
  readonly keys: readonly string[];
}

/** A pointer that was left on a wall display holds nothing after that. */
const longestHoldMs = 60_000;

export const holds = (held: HeldOrder | null, of: string): held is HeldOrder => held !== null && held.of === of;

interface Hold<Row> {
  readonly ordered: readonly Row[];
  /** For what holds the rows. */
  readonly pointer: { readonly onPointerEnter: () => void; readonly onPointerMove: () => void; readonly onPointerLeave: () => void };
  /** While it is held: the order of another sorting takes its place. */
  readonly replace: (of: string, keys: readonly string[]) => void;
}

/**
 * Figures go on changing under the pointer, but no row runs away from it; what is new comes last meanwhile.
 * @param sorted The rows as they are sorted now.
 */
export function useHeldOrder<Row>(of: string, sorted: readonly Row[], keyOf: (row: Row) => string): Hold<Row> {
  const [last, setLast] = useState<HeldOrder | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const held = holds(last, of) ? last : null;
  const letGo = () => {
    clearTimeout(timer.current);
    setLast(null);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(letGo, longestHoldMs);
    if (!held) setLast({ of, keys: sorted.map(keyOf) });
  };
  return {
    ordered: held ? keepOrder(sorted, keyOf, held.keys) : sorted,
    pointer: { onPointerEnter: hold, onPointerMove: hold, onPointerLeave: letGo },
    replace: (next, keys) => {
      if (held) setLast({ of: next, keys });
    },
  };
}
