import { useCallback, useEffect, useMemo, useRef, useState, type MouseEvent } from 'react';
import { postDecision } from '../../connection/api';
import { currentWorkspace } from '../../store/workspace';

/** Something that was decided on this page, and how far it got. */
export interface Sent {
  readonly about: About;
  readonly word: string;
  /** What it was before: taking it back decides that. */
  readonly before: string;
  readonly isUndo: boolean;
  readonly step: 'sending' | 'written' | { readonly refused: string };
  /** When it got so far. */
  readonly at: number;
  /** What figures said when it was sent. */
  readonly shownThen: string;
  /** Whether figures have shown it since. */
  readonly isSeen: boolean;
}

export interface Decided {
  readonly of: ReadonlyMap<string, Sent>;
  /** Figures show what was said. */
  readonly see: (about: About) => void;
  readonly send: (about: About, word: string, before: string, shown: string, isUndo?: boolean) => void;
}

/** What is decided about: where it is said, and by which fields. */
export interface About {
  readonly path: '/api/cases' | '/api/overrides';
  readonly field: 'case' | 'visitor';
  readonly id: string;
  /** The id of the case where it is decided. */
  readonly at: string;
}

export const aboutCase = (id: string): About => ({ path: '/api/cases', field: 'case', id, at: id });
export const aboutActor = (id: string, at: string): About => ({ path: '/api/overrides', field: 'visitor', id, at });
export const keyOf = (about: About): string => `${about.field} ${about.id}`;

/** The actors that were decided about here, by the case where it was done. */
export const decidedActors = (decided: Decided): About[] =>
  [...decided.of.values()].map(({ about }) => about).filter(({ field }) => field === 'visitor');

/**
 * Figures follow within seconds. After a quick undo they never show a change, so time alone ends the wait, and a colleague's later
 * decision is shown.
 */
const longestWaitMs = 60_000;

/**
 * What stands: what was said here, while figures don't know it yet; else what they say, for others decide, too.
 * @param shown By the figures.
 */
export const standing = (sent: Sent | undefined, shown: string, now: number): string =>
  sent?.step === 'written' && !sent.isSeen && now - sent.at < longestWaitMs && (shown === sent.before || shown === sent.shownThen) ? sent.word : shown;

/** Whether nobody has decided otherwise since, as far as figures know: else taking it back would take back theirs. */
export const isLastWord = (sent: Sent, shown: string, now: number): boolean => sent.step !== 'written' || standing(sent, shown, now) === sent.word;

/** The second press of a double click would take back what the first one decided. */
export const once = (press: () => void) => ({ detail }: MouseEvent): void => {
  if (detail <= 1) press();
};

/** Decisions go to the service at once; the figures follow by themselves. */
export function useDecisions(): Decided {
  const [of, setOf] = useState<ReadonlyMap<string, Sent>>(new Map());
  // Two presses are one decision. Buttons stay enabled meanwhile: a disabled one would lose the keyboard's focus.
  const underWay = useRef(new Set<string>());
  const send = useCallback((about: About, word: string, before: string, shownThen: string, isUndo = false) => {
    if (underWay.current.has(keyOf(about))) return;
    underWay.current.add(keyOf(about));
    const put = (step: Sent['step']) => setOf((known) => new Map(known).set(keyOf(about), { about, word, before, shownThen, isUndo, step, at: Date.now(), isSeen: false }));
    const end = (step: Sent['step']) => {
      underWay.current.delete(keyOf(about));
      put(step);
    };
    put('sending');
    const verb = about.field === 'case' ? 'decision' : 'verdict';
    postDecision(about.path, { [about.field]: about.id, [verb]: word, workspace: currentWorkspace() }).then(end);
  }, []);
  const see = useCallback((about: About) => setOf((known) => {
    const sent = known.get(keyOf(about));
    return sent === undefined || sent.isSeen ? known : new Map(known).set(keyOf(about), { ...sent, isSeen: true });
  }), []);
  return useMemo(() => ({ of, send, see }), [of, send, see]);
}

/**
 * What stands about something, and takes note of when figures show it, or should have.
 * @param shown By the figures.
 */
export function useStanding(about: About, decided: Decided, shown: string): string {
  const sent = decided.of.get(keyOf(about));
  const isShown = sent?.step === 'written' && !sent.isSeen && shown === sent.word && shown !== sent.shownThen;
  const waitsSince = sent?.step === 'written' && !sent.isSeen ? sent.at : null;
  const { see } = decided;
  useEffect(() => {
    if (isShown) see(about);
  });
  useEffect(() => {
    if (waitsSince === null) return;
    const timer = setTimeout(() => see(about), waitsSince + longestWaitMs - Date.now());
    return () => clearTimeout(timer);
    // `about` is made anew with each render; its key says what it is about.
  }, [waitsSince, see, keyOf(about)]);
  return standing(sent, shown, Date.now());
}
