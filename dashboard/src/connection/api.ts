import type { CampaignSummary } from '../contract';
import type { Operations, Status } from '../contract/operations';
import type { Vetting } from '../contract/vetting';

/** Who calls: a key by its name. Without `workspaces` it reaches all. */
export interface Identity {
  readonly name: string;
  readonly rights: readonly string[];
  readonly workspaces: readonly string[] | null;
}

/** An answer of the service that is not the one asked for. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    path: string,
  ) {
    super(`${path} answered ${status}`);
  }
}

/** @param address `/api/campaigns`, of the workspace that is meant. */
export const fetchCampaigns = (address: string): Promise<CampaignSummary[]> => fetchJson(address);

export const fetchIdentity = (): Promise<Identity> => fetchJson('/api/session');

export const fetchOperations = (): Promise<Operations> => fetchJson('/api/operations');

export const fetchStatus = (): Promise<Status> => fetchJson('/api/status');

/** Writes a decision into the log: 'written' once it is durable, else why it was not. */
export async function postDecision(path: string, decision: Readonly<Record<string, string>>): Promise<'written' | { refused: string }> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(decision),
  }).catch(() => null);
  if (response === null) return { refused: 'the service didn’t answer' };
  if (response.status === 200) return 'written';
  return { refused: refusalOf(await response.text().catch(() => '')) ?? `the service answered ${response.status}` };
}

/** A file, or why there is none. Rejects once it is aborted. */
export async function fetchFile(path: string, signal: AbortSignal): Promise<Blob | { refused: string }> {
  try {
    const response = await fetch(path, { signal });
    if (response.ok) return await response.blob();
    return { refused: refusalOf(await response.text()) ?? `The service answered ${response.status}.` };
  } catch {
    signal.throwIfAborted();
    return { refused: 'The service doesn’t answer.' };
  }
}

/** What the service says of why; null: nothing. */
function refusalOf(answer: string): string | null {
  try {
    const { error, rejected } = JSON.parse(answer) as { error?: string; rejected?: readonly { reason: string }[] };
    return error ?? rejected?.[0]?.reason ?? null;
  } catch {
    // A proxy's page.
    return null;
  }
}

interface Sending {
  /** From 0 to 1: how much of it is sent. */
  sent(share: number): void;
  readonly signal: AbortSignal;
}

/** Why creators were not vetted. */
export interface NotVetted {
  readonly refused: string;
  /** Whether something is wrong with the file; else it can be sent again as it is. */
  readonly isFile: boolean;
}

/** What is said of a file that can't be used. */
const ofFile: readonly number[] = [400, 413, 415];

/**
 * Has creators vetted by a file of what is known of them; else says why not. Never settles once it is aborted.
 * @param address `/api/vet`, of the workspace that is meant.
 */
export function vet(address: string, file: Blob, { sent, signal }: Sending): Promise<Vetting | NotVetted> {
  return new Promise((resolve) => {
    // Not by fetch, which doesn't tell how much is sent.
    const request = new XMLHttpRequest();
    const refuse = (refused: string) => resolve({ refused, isFile: ofFile.includes(request.status) });
    request.open('POST', address);
    request.setRequestHeader('content-type', 'text/csv');
    request.upload.onprogress = ({ loaded, total }) => sent(total === 0 ? 1 : loaded / total);
    request.upload.onload = () => sent(1);
    request.onerror = () => refuse('The service does not answer, or the file can no longer be read.');
    request.onload = () => {
      if (request.status === 200) resolve(JSON.parse(request.responseText) as Vetting);
      else refuse(refusalOf(request.responseText) ?? `The service answered ${request.status}.`);
    };
    signal.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' } });
  if (!response.ok) throw new ApiError(response.status, path);
  return (await response.json()) as T;
}

export type AlertDecision =
  | { decision: 'acknowledge' | 'unacknowledge' | 'unmute' }
  | { decision: 'mute'; until: string }
  | { decision: 'comment'; text: string }
  | { decision: 'withdraw'; comment: string };

export type SignInAnswer = 'in' | 'wrong' | 'no-right' | 'wait';

const refusals: Readonly<Record<number, SignInAnswer>> = { 401: 'wrong', 403: 'no-right', 429: 'wait' };

/** Exchanges a key for an HttpOnly cookie. */
export async function signIn(key: string): Promise<SignInAnswer> {
  const path = '/api/session';
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ key }),
  });
  if (response.ok) return 'in';
  const refusal = refusals[response.status];
  if (refusal === undefined) throw new ApiError(response.status, path);
  return refusal;
}

export async function signOut(): Promise<void> {
  const path = '/api/session';
  const response = await fetch(path, { method: 'DELETE' });
  if (!response.ok) throw new ApiError(response.status, path);
}
