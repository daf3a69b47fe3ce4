import { createStore } from './store';
import { parseRoute, type Route } from './route';
import { inWorkspace } from './workspace';

const read = (): Route => parseRoute(location.pathname, location.search);

export const route = createStore<Route>({ page: 'campaigns' });

/** What the address names behind its #, or nothing. */
export const anchor = createStore('');

function readAnchor(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return '';
  }
}

function follow(): void {
  route.set(read());
  anchor.set(readAnchor());
}

export function initNavigation(): void {
  follow();
  // A link to another anchor of the same page is one, too.
  addEventListener('popstate', follow);
}

/** `replace` for a change of view (window, mode), so that Back leaves the page, not the switch. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  const address = inWorkspace(to);
  if (how === 'push') {
    history.pushState(null, '', address);
    // What an anchor names comes into view by itself.
    if (!address.includes('#')) scrollTo(0, 0);
  } else {
    history.replaceState(null, '', address);
  }
  follow();
}
