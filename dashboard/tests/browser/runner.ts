import { writeFileSync } from 'node:fs';

const sayEveryMs = 60_000;

/** Thrown by a test that can't run here; the message says why. */
export class SkipError extends Error {}

/** Runs tests one after another, prints how each went, and counts them. */
export class Runner {
  private readonly counts = { passed: 0, failed: 0, skipped: 0 };
  private readonly reasons: string[] = [];

  async test(name: string, body: () => Promise<void>): Promise<void> {
    const started = performance.now();
    try {
      await watched(name, body);
      this.counts.passed += 1;
      console.log(`ok      ${name} (${seconds(started)})`);
    } catch (error) {
      if (error instanceof SkipError) return this.skip(name, error.message);
      this.counts.failed += 1;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.reasons.push(`${name}: ${text}`);
      console.log(`FAILED  ${name} (${seconds(started)})\n${text.replaceAll(/^/gm, '  ')}`);
    }
  }

  skip(name: string, reason: string): void {
    this.counts.skipped += 1;
    this.reasons.push(`${name}: ${reason}`);
    console.log(`skipped ${name}: ${reason}`);
  }

  /** Writes the result file, if one is wanted, and returns the exit code. */
  finish(file: string | undefined): number {
    if (file) writeFileSync(file, JSON.stringify({ ...this.counts, reasons: this.reasons }));
    const { passed, failed, skipped } = this.counts;
    console.log(`browser tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed > 0 ? 1 : 0;
  }
}

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/** Runs it as long as it takes, and says each minute that it still does. */
async function watched(name: string, body: () => Promise<void>): Promise<void> {
  const started = performance.now();
  const timer = setInterval(() => console.log(`        still at it (${seconds(started)}): ${name}`), sayEveryMs);
  try {
    await body();
  } finally {
    clearInterval(timer);
  }
}
