import { createContext, useContext, useEffect, useState } from 'react';
import type { ViewName } from '../contract';
import type { LiveView } from '../contract/applyDelta';
import type { LiveSession } from './liveSession';
import { viewKey } from './mailbox';
import { useStore } from './store';

const LiveContext = createContext<LiveSession | null>(null);
export const LiveProvider = LiveContext.Provider;

export function useLive(): LiveSession {
  const session = useContext(LiveContext);
  if (!session) throw new Error('useLive needs a LiveProvider above it.');
  return session;
}

export type Loading<V extends ViewName> = LiveView<V> | 'loading' | 'refused';

/** Subscribes to a view for as long as the component is mounted; of the workspace where no campaign is named. */
export function useView<V extends ViewName>(campaign: string, view: V): Loading<V> {
  const session = useLive();
  useEffect(() => session.watch(campaign, view), [session, campaign, view]);
  const key = viewKey(campaign, view);
  const shown = useStore(session.painted, (painted) => painted.views.get(key));
  const refused = useStore(session.painted, (painted) => painted.refused.has(key));
  // The key holds the view's name, so what is stored under it has that view's figures.
  if (shown) return shown as LiveView<V>;
  return refused ? 'refused' : 'loading';
}

/** The browser's clock, for words like "3 h ago" only: no figure rests on it. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
