import type { ConnectionStatus } from '../connection/liveConnection';
import type { State } from '../contract';
import { fullMoment, lag, moment } from '../figures/time';
import { useLive, useNow } from '../store/hooks';
import { useStore } from '../store/store';

const words: Record<ConnectionStatus, string> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  'signed-out': 'Signed out',
};

const tones: Record<ConnectionStatus, string> = {
  connecting: '',
  live: 'good',
  reconnecting: 'warning',
  offline: 'bad',
  'signed-out': 'bad',
};

const clockMs = 5_000;

/** Dot and word, and how old the data are. Read aloud when the state changes, never per update. */
export function ConnectionState({ state, zone }: { state: State | null; zone: string }) {
  const session = useLive();
  const status = useStore(session.status, (value) => value);
  const paused = useStore(session.painted, (painted) => painted.paused);
  const now = useNow(clockMs);
  const showPaused = paused && status === 'live';
  const word = showPaused ? 'Paused' : words[status];
  return (
    <div className="connection" data-testid="connection" data-status={showPaused ? 'paused' : status}>
      <span className={`dot ${showPaused ? '' : tones[status]}`} aria-hidden="true" />
      <span>
        <span role="status">{word}</span>
        {state && <Age state={state} zone={zone} now={now} />}
      </span>
    </div>
  );
}

function Age({ state, zone, now }: { state: State; zone: string; now: number }) {
  if (state.asOf === null) return <> · no data yet</>;
  const asOf = Date.parse(state.asOf);
  return (
    <>
      {' · '}
      <span title={fullMoment(asOf, zone)}>data as of {moment(asOf, Math.max(now, asOf), zone, true)}</span>
      {' · '}
      {lag(state.asOf, state.publishedAt, now)}
    </>
  );
}

/** Says what to do while nothing arrives; the figures of before stay, marked as old. */
export function ConnectionBanner() {
  const session = useLive();
  const status = useStore(session.status, (value) => value);
  if (status !== 'offline' && status !== 'reconnecting') return null;
  const text = status === 'offline'
    ? 'The service can’t be reached. The figures below stay as they were; check that it runs and that this computer has a network.'
    : 'The connection was lost; trying again. The figures below stay as they were.';
  return (
    <div className={status === 'offline' ? 'banner bad' : 'banner'}>
      <span>{text}</span>
      <button type="button" className="button" onClick={() => session.retryNow()}>Try now</button>
    </div>
  );
}
