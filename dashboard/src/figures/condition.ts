import type { ConnectionStatus } from '../connection/liveConnection';
import type { Status } from '../contract/operations';
import type { Told } from '../store/serviceStatus';

/** How good or bad something is, which colours show beside its word. */
export type Tone = 'good' | 'warning' | 'bad';

export const silence = 'The service does not say how it is: what is shown may be old. This page goes on asking.';

/** Whether what is shown is live, in a word. Why not is said beside it. */
export interface Condition {
  readonly status: ConnectionStatus | 'paused' | 'silent' | 'refused' | Exclude<Status['figures']['state'], 'live'>;
  readonly word: string;
  readonly tone: Tone | '';
}

const connections: Record<ConnectionStatus, Condition> = {
  connecting: plain('connecting', 'Connecting', ''),
  live: plain('live', 'Live', 'good'),
  reconnecting: plain('reconnecting', 'Reconnecting', 'warning'),
  offline: plain('offline', 'Offline', 'bad'),
  'signed-out': plain('signed-out', 'Signed out', 'bad'),
};

const words = { starting: 'Starting', behind: 'Behind', stalled: 'Standing still' } as const;

/** A connection that is up says nothing of the figures that come by it: they are live when the service says so. */
export function conditionOf(connection: ConnectionStatus, told: Told): Condition {
  if (connection !== 'live') return connections[connection];
  if (told === 'asked') return connections.connecting;
  if (told === 'silent') {
    return plain('silent', 'No answer', 'warning');
  }
  const { figures: { state }, refusal } = told;
  if (state !== 'live') {
    return { status: state, word: words[state], tone: state === 'stalled' ? 'bad' : 'warning' };
  }
  if (refusal !== null) return { status: 'refused', word: 'No input', tone: 'warning' };
  return connections.live;
}

function plain(status: ConnectionStatus | 'silent', word: string, tone: Tone | ''): Condition {
  return { status, word, tone };
}
