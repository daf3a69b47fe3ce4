const firstDelayMs = 500;
const longestDelayMs = 30_000;
const offlineAfterAttempts = 5;

/**
 * The wait before reconnect attempt `attempt` (1, 2, …): doubling to half a minute, spread by up to
 * a half so that the browsers of a restarted service don't all come back in the same instant.
 */
export function reconnectDelayMs(attempt: number, random: () => number): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return Math.round(full * (0.5 + random() / 2));
}

/** After about a quarter of a minute "reconnecting" would be too hopeful a word. */
export const isOffline = (attempt: number): boolean => attempt > offlineAfterAttempts;
