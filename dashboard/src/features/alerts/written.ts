import { useEffect, useState } from 'react';
import type { AlertDecision } from '../../connection/api';
import type { Alert } from '../../contract';

/** What a decision changes of an alert. */
export type Kind = 'acknowledged' | 'muted' | 'comments';

/** A decision that is in the log, and how the alert looked when it was pressed. */
export interface Written {
  readonly decision: AlertDecision['decision'];
  readonly before: string;
  readonly at: number;
}

/** Figures follow within seconds; somebody else may have decided the same before. */
const longestWaitMs = 60_000;

const kinds: Record<Written['decision'], Kind> = {
  acknowledge: 'acknowledged', unacknowledge: 'acknowledged', mute: 'muted', unmute: 'muted', comment: 'comments', withdraw: 'comments',
};

const words: Record<Written['decision'], string> = {
  acknowledge: 'Acknowledged', unacknowledge: 'Acknowledgement undone', mute: 'Muted for 24 h', unmute: 'No longer muted',
  comment: 'Comment written', withdraw: 'Comment withdrawn',
};

const looks = (alert: Alert, kind: Kind): string =>
  JSON.stringify(kind === 'comments' ? [alert.comments, alert.lastComments.map(({ id }) => id)] : alert[kind]);

/** @param alert As it was shown when the decision was pressed: figures may follow before the answer comes. */
export const writtenNow = (decision: Written['decision'], alert: Alert, at: number): Written =>
  ({ decision, before: looks(alert, kinds[decision]), at });

/** What is said of a decision until figures show it; null: they do, or a minute has passed. */
export const noteOf = (written: Written | undefined, alert: Alert, now: number): string | null =>
  written !== undefined && now - written.at < longestWaitMs && looks(alert, kinds[written.decision]) === written.before
    ? `${words[written.decision]}; shown with the next figures.`
    : null;

type LastWritten = Partial<Record<Kind, Written>>;

const waiting = (written: LastWritten, now: number): LastWritten =>
  Object.fromEntries(Object.entries(written).filter(([, { at }]) => now - at < longestWaitMs));

/** The last decision of each kind that was written here about an alert. */
export function useWritten(alert: Alert) {
  const [written, setWritten] = useState<LastWritten>({});
  useEffect(() => {
    const timers = Object.values(written).map(({ at }) =>
      setTimeout(() => setWritten((known) => waiting(known, Date.now())), at + longestWaitMs - Date.now()));
    return () => timers.forEach(clearTimeout);
  }, [written]);
  return {
    note: (kind: Kind) => noteOf(written[kind], alert, Date.now()),
    keep: (decision: Written['decision']) => {
      const now = writtenNow(decision, alert, Date.now());
      setWritten((known) => ({ ...known, [kinds[decision]]: now }));
    },
  };
}
