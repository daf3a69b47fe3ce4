import type { CampaignSummary } from '../contract';
import type { Operations, Status } from '../contract/operations';

/** An answer of the service that is not the one asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    path: string,
  ) {
    super(`${path} answered ${status}`);
  }
}

export const fetchCampaigns = (): Promise<CampaignSummary[]> => fetchJson('/api/campaigns');

export const fetchOperations = (): Promise<Operations> => fetchJson('/api/operations');

export const fetchStatus = (): Promise<Status> => fetchJson('/api/status');

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new ApiError(response.status, path);
  return (await response.json()) as T;
}

/** Exchanges the service's key for an HttpOnly cookie; false: the key is wrong. */
export async function signIn(key: string): Promise<boolean> {
  const path = '/api/session';
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  if (response.status === 401) return false;
  if (!response.ok) throw new ApiError(response.status, path);
  return true;
}

export async function signOut(): Promise<void> {
  const path = '/api/session';
  const response = await fetch(path, { method: 'DELETE' });
  if (!response.ok) throw new ApiError(response.status, path);
}
