import type { Identity } from '../connection/api';
import { createStore } from './store';

const parameter = 'workspace';
/** That of events which name none. */
export const defaultWorkspace = 'default';

/** Who looks at this page; null: not asked yet. */
export const identity = createStore<Identity | null>(null);

/** The workspace that the page shows: its address says so, and every link of the page keeps it. */
export function currentWorkspace(): string {
  return new URLSearchParams(globalThis.location?.search).get(parameter) || defaultWorkspace;
}

/** An address of this service, about a workspace: the one given, else the one that it names, else the one that is shown. */
export function inWorkspace(address: string, workspace?: string): string {
  const [page = '', anchor] = address.split('#');
  const [path = '', search] = page.split('?');
  const query = new URLSearchParams(search);
  const named = workspace || query.get(parameter);
  // The usual one is named where it was chosen: else the address would be about the one that is shown.
  if (!named && currentWorkspace() === defaultWorkspace) return address;
  query.set(parameter, named || currentWorkspace());
  return `${path}?${query}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** The one to show to somebody who reaches only some: null: the one of the address will do. */
export function otherWorkspace(reached: readonly string[] | null): string | null {
  return reached === null || reached.includes(currentWorkspace()) ? null : (reached[0] ?? null);
}
