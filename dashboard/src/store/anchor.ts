import { useEffect, useRef, type RefObject } from 'react';
import { anchor } from './navigation';
import { useStore } from './store';

export const anchorOf = (id: string): string => `#${encodeURIComponent(id)}`;

/** Whether the address names what has this id. It then comes into view, also where its row comes later than the page. */
export function useAnchored<E extends HTMLElement>(id: string): readonly [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const isNamed = useStore(anchor, (named) => named === id);
  useEffect(() => {
    if (isNamed) element.current?.scrollIntoView({ block: 'center' });
  }, [isNamed]);
  return [element, isNamed];
}
