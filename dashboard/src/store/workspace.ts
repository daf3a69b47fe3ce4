import type { Identity } from '../connection/api';
import { createStore } from './store';

const parameter = 'workspace';
const usual = 'default';

/** Who looks at this page; null: not asked yet. */
export const identity = createStore<Identity | null>(null);

/** The workspace that the page shows: its address says so, and every link of the page keeps it. */
export function currentWorkspace(): string {
  return new URLSearchParams(globalThis.location?.search).get(parameter) || usual;
}

/** An address of this service, about the workspace that is shown. */
export function inWorkspace(address: string, workspace = currentWorkspace()): string {
  if (workspace === usual) return address;
  const [path = '', search] = address.split('?');
  const query = new URLSearchParams(search);
  query.set(parameter, workspace);
  return `${path}?${query}`;
}

/** The one to show to somebody who reaches only some: null: the one of the address will do. */
export function otherWorkspace(reached: readonly string[] | null): string | null {
  return reached === null || reached.includes(currentWorkspace()) ? null : (reached[0] ?? null);
}
