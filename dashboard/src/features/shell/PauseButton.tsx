import { count } from '../../figures/format';
import { useLive } from '../../store/hooks';
import { useStore } from '../../store/store';

/** Pauses the whole session, so every page with live figures has it. */
export function PauseButton() {
  const session = useLive();
  const paused = useStore(session.painted, (painted) => painted.paused);
  const waiting = useStore(session.painted, (painted) => painted.waiting);
  return (
    <button
      type="button"
      className="button pause"
      aria-pressed={paused}
      title="Freezes the display; counting goes on (key P)"
      onClick={() => session.setPaused(!paused)}
    >
      {paused ? `Resume · ${count(waiting)} ${waiting === 1 ? 'update' : 'updates'} waiting` : 'Pause'}
    </button>
  );
}
