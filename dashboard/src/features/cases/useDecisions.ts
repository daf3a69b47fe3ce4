import { useCallback, useMemo, useRef, useState } from 'react';
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
}

export interface Decided {
  readonly of: ReadonlyMap<string, Sent>;
  readonly send: (about: About, word: string, before: string, isUndo?: boolean) => void;
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

/** Decisions go to the service at once; the figures follow by themselves. */
export function useDecisions(): Decided {
  const [of, setOf] = useState<ReadonlyMap<string, Sent>>(new Map());
  // Two presses are one decision. Buttons stay enabled meanwhile: a disabled one would lose the keyboard's focus.
  const underWay = useRef(new Set<string>());
  const send = useCallback((about: About, word: string, before: string, isUndo = false) => {
    if (underWay.current.has(keyOf(about))) return;
    underWay.current.add(keyOf(about));
    const put = (step: Sent['step']) => setOf((known) => new Map(known).set(keyOf(about), { about, word, before, isUndo, step }));
    const end = (step: Sent['step']) => {
      underWay.current.delete(keyOf(about));
      put(step);
    };
    put('sending');
    const verb = about.field === 'case' ? 'decision' : 'verdict';
    postDecision(about.path, { [about.field]: about.id, [verb]: word, workspace: currentWorkspace() }).then(
      end,
      () => end({ refused: 'the service didn’t answer' }),
    );
  }, []);
  return useMemo(() => ({ of, send }), [of, send]);
}
