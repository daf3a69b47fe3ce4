import { useEffect, useRef, useState } from 'react';
import type { Sort } from './sortRows';

/** The order of rows that a pointer holds, and what of. */
export interface HeldOrder {
  /** Names window and mode. */
  readonly caption: string;
  readonly sort: Sort;
  readonly keys: readonly string[];
}

/** A pointer that was left on a wall display holds nothing after that. */
const longestHoldMs = 60_000;

/** Another window, mode or sorting are other figures: an order of before says nothing of them. */
export const holds = (held: HeldOrder | null, caption: string, sort: Sort): held is HeldOrder =>
  held !== null && held.caption === caption && held.sort === sort;

interface Hold {
  readonly held: HeldOrder | null;
  /** The pointer is there, or has moved. */
  readonly hold: () => void;
  readonly letGo: () => void;
  /** While it is held: the order of another sorting takes its place. */
  readonly replace: (sort: Sort, keys: readonly string[]) => void;
}

/** @param keys The rows as they are sorted now. */
export function useHeldOrder(caption: string, sort: Sort, keys: () => readonly string[]): Hold {
  const [last, setLast] = useState<HeldOrder | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const held = holds(last, caption, sort) ? last : null;
  const letGo = () => {
    clearTimeout(timer.current);
    setLast(null);
  };
  const hold = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(letGo, longestHoldMs);
    if (!held) setLast({ caption, sort, keys: keys() });
  };
  return {
    held,
    hold,
    letGo,
    replace: (next, nextKeys) => {
      if (held) setLast({ caption, sort: next, keys: nextKeys });
    },
  };
}
