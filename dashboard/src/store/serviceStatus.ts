import { fetchStatus } from '../connection/api';
import type { Status } from '../contract/operations';
import { poll, type Visibility } from './poll';
import { createStore } from './store';

const everyMs = 5_000;

/** What the service says of itself beside the figures; null: not known. */
export const serviceStatus = createStore<Status | null>(null);

/** A service that does not answer is the connection's to tell. */
export function followServiceStatus(visibility: Visibility): void {
  poll(fetchStatus, everyMs, {
    got: (status) => serviceStatus.set(status),
    failed: () => serviceStatus.set(null),
  }, visibility);
}
