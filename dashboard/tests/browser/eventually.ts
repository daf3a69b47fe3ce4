import { setTimeout as pause } from 'node:timers/promises';

const deadlineMs = 20_000;
const betweenLooksMs = 20;

/** Looks until `look` gives something; at the deadline fails with what was waited for and what was there instead. */
export async function eventually<T>(what: string, look: () => Promise<T | undefined>, instead?: () => Promise<string>): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const found = await look().catch(notBetweenPages);
    if (found !== undefined) return found;
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${deadlineMs / 1000} s${instead ? `; instead: ${await instead()}` : ''}`);
    }
    await pause(betweenLooksMs);
  }
}

/** A page that is just being left has nothing to look at; anything else that fails, fails. */
function notBetweenPages(error: unknown): undefined {
  if (!(error instanceof Error) || !error.message.includes('Execution context was destroyed')) throw error;
}
