import { fetchStatus } from '../connection/api';
import type { Status } from '../contract/operations';
import { poll, type Visibility } from './poll';
import { createStore } from './store';

const everyMs = 2_000;

/** What the service says of itself beside the figures. `silent`: it does not say. */
export type Told = Status | 'asked' | 'silent';

export const serviceStatus = createStore<Told>('asked');

export function followServiceStatus(visibility: Visibility): void {
  poll(fetchStatus, everyMs, {
    got: (status) => serviceStatus.set(status),
    failed: () => serviceStatus.set('silent'),
  }, visibility);
}
