import { useEffect, useRef, useSyncExternalStore, type RefObject } from 'react';

/** What the address names behind its #, or nothing. */
export function anchor(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

export const anchorOf = (id: string): string => `#${encodeURIComponent(id)}`;

function subscribe(changed: () => void) {
  addEventListener('hashchange', changed);
  addEventListener('popstate', changed);
  return () => {
    removeEventListener('hashchange', changed);
    removeEventListener('popstate', changed);
  };
}

/** Whether the address names what has this id. It comes into view once, also where its row comes later than the page. */
export function useAnchored<E extends HTMLElement>(id: string): readonly [RefObject<E | null>, boolean] {
  const element = useRef<E>(null);
  const isNamed = useSyncExternalStore(subscribe, anchor) === id;
  useEffect(() => {
    if (isNamed) element.current?.scrollIntoView({ block: 'center' });
  }, [isNamed]);
  return [element, isNamed];
}
