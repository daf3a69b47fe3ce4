import type { State } from '../../contract';
import { conditionOf } from '../../figures/condition';
import { fullMoment, lag, moment } from '../../figures/time';
import { useLive, useNow } from '../../store/hooks';
import { serviceStatus } from '../../store/serviceStatus';
import { useStore } from '../../store/store';
import { DegradedBadges } from './DegradedBadges';

const clockMs = 5_000;

/** Dot and word, and how old the data are. Read aloud when the state changes, never per update. */
export function ConnectionState({ state, zone }: { state: State | null; zone: string }) {
  const session = useLive();
  const connection = useStore(session.status, (value) => value);
  const told = useStore(serviceStatus, (value) => value);
  const paused = useStore(session.painted, (painted) => painted.paused);
  const now = useNow(clockMs);
  const { status, word, tone } = conditionOf(connection, told);
  const showPaused = paused && status === 'live';
  return (
    <>
      <div className="connection" data-testid="connection" data-status={showPaused ? 'paused' : status}>
        <span className={`dot ${showPaused ? '' : tone}`} aria-hidden="true" />
        <span>
          <span role="status">{showPaused ? 'Paused' : word}</span>
          {state && <Age state={state} zone={zone} now={now} flowing={status === 'live' && !showPaused} />}
        </span>
      </div>
      {connection === 'live' && <DegradedBadges zone={zone} />}
    </>
  );
}

interface AgeProps {
  readonly state: State;
  readonly zone: string;
  readonly now: number;
  /** While nothing is painted, how far behind the last picture was would mislead. */
  readonly flowing: boolean;
}

function Age({ state, zone, now, flowing }: AgeProps) {
  if (state.asOf === null) return <> · no data yet</>;
  const asOf = Date.parse(state.asOf);
  return (
    <>
      {' · '}
      <span title={fullMoment(asOf, zone)}>data as of {moment(asOf, Math.max(now, asOf), zone, true)}</span>
      {flowing && ` · ${lag(state.asOf, state.publishedAt, now)}`}
    </>
  );
}

/** Says what to do when the service stays away. A short loss is only said in the header: nothing jumps. */
export function ConnectionBanner() {
  const session = useLive();
  const status = useStore(session.status, (value) => value);
  if (status !== 'offline') return null;
  return (
    <div className="banner">
      <span>
        The service can’t be reached. What is shown stays as it was. Check that the service runs and that this computer
        has a network; this page goes on trying.
      </span>
      <button type="button" className="button" onClick={() => session.retryNow()}>Try now</button>
    </div>
  );
}
