import { createStore } from './store';
import { parseRoute, type Route } from './route';
import { inWorkspace } from './workspace';

const read = (): Route => parseRoute(location.pathname, location.search);

export const route = createStore<Route>({ page: 'campaigns' });

export function initNavigation(): void {
  route.set(read());
  addEventListener('popstate', () => route.set(read()));
}

/** `replace` for a change of view (window, mode), so that Back leaves the page, not the switch. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
  const address = inWorkspace(to);
  if (how === 'push') {
    history.pushState(null, '', address);
    scrollTo(0, 0);
  } else {
    history.replaceState(null, '', address);
  }
  route.set(read());
}
