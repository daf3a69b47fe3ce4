import { setTimeout as pause } from 'node:timers/promises';

/** So that a test of what never comes ends too. No machine is so slow. */
export const limitMs = 20 * 60_000;
const sayEveryMs = 60_000;
const betweenLooksMs = 20;

/** Looks until `look` gives something, as long as it takes; says each minute what it waits for and what is there instead. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, instead?: () => Promise<string>): Promise<T> {
  const started = performance.now();
  let saidAt = started;
  for (;;) {
    const found = await look().catch(notBetweenPages);
    if (found !== undefined) return found;
    const now = performance.now();
    if (now - saidAt > sayEveryMs) {
      saidAt = now;
      const text = `${what}${instead ? `; instead: ${await instead()}` : ''}`;
      console.log(`        waiting for ${Math.round((now - started) / 60_000)} min: ${text}`);
      if (now - started > limitMs) throw new Error(`not within ${limitMs / 60_000} min: ${text}`);
    }
    await pause(betweenLooksMs);
  }
}

/** A page that is just being left has nothing to look at; anything else that fails, fails. */
function notBetweenPages(error: unknown): undefined {
  if (!(error instanceof Error) || !error.message.includes('Execution context was destroyed')) throw error;
}
