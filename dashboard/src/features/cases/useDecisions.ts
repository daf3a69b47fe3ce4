import { useCallback, useState } from 'react';
import { postDecision } from '../../connection/api';
import { currentWorkspace } from '../../store/workspace';

/** Something that was decided on this page, and how far it got. */
export interface Sent {
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
}

export const aboutCase = (id: string): About => ({ path: '/api/cases', field: 'case', id });
export const aboutActor = (id: string): About => ({ path: '/api/overrides', field: 'visitor', id });
export const keyOf = (about: About): string => `${about.field} ${about.id}`;

/** Decisions go to the service at once; the figures follow by themselves. */
export function useDecisions(): Decided {
  const [of, setOf] = useState<ReadonlyMap<string, Sent>>(new Map());
  const send = useCallback((about: About, word: string, before: string, isUndo = false) => {
    const put = (step: Sent['step']) => setOf((known) => new Map(known).set(keyOf(about), { word, before, isUndo, step }));
    put('sending');
    const verb = about.field === 'case' ? 'decision' : 'verdict';
    postDecision(about.path, { [about.field]: about.id, [verb]: word, workspace: currentWorkspace() }).then(
      (answer) => put(answer === 'written' ? 'written' : answer),
      () => put({ refused: 'the service didn’t answer' }),
    );
  }, []);
  return { of, send };
}
