import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Operations, Task } from '../src/contract/operations';
import { bytes, unitSpace } from '../src/figures/format';
import { findings, lagSeconds, rebuildShare, rebuildText, taskOrder, wellText } from '../src/features/operations/operations';
import { poll, type Visibility } from '../src/store/poll';

const example = JSON.parse(
  readFileSync(new URL('../../schemas/examples/operations/scaled.json', import.meta.url), 'utf8'),
) as Operations;
const [live, takingOver, unowned] = example.tasks as [Task, Task, Task];
const now = example.timeMs;

/** All is well, but for what is changed. */
const operations = (change: Partial<Operations> = {}): Operations => ({
  ...example,
  tasks: [live],
  processes: [],
  deadLetters: { count: 0, isComplete: true, trouble: null, reasons: [] },
  redis: { state: 'live', sinceMs: null, pendingViews: 0 },
  notifications: null,
  ...change,
});
const texts = (change: Partial<Operations>): string[] =>
  findings(operations(change)).map(({ tone, text }) => `${tone}: ${text.replaceAll(unitSpace, ' ')}`);
const task = (name: string, change: Partial<Task> = {}): Task => ({ ...live, name, ...change });

describe('the condition of the service', () => {
  test('is well where nothing is wrong', () => {
    expect(findings(operations())).toEqual([]);
    expect(wellText(operations())).toBe('All is well: 1 task live, none behind');
  });

  test('names a channel that takes nothing, and how much waits', () => {
    expect(texts({ notifications: example.notifications })).toEqual([
      'warning: The channel team does not take what is told of alerts (HTTP 503); 2 wait',
    ]);
  });

  test('tells the worst first, and since when', () => {
    const found = findings(operations({ tasks: [live, takingOver, unowned], redis: example.redis }));
    expect(found.map(({ tone }) => tone)).toEqual(['bad', 'warning', 'warning']);
    expect(found[0]).toEqual({
      tone: 'bad', text: 'workspaces-0 has no owner: its figures stand still', sinceMs: unowned.sinceMs,
    });
    expect(found[2]?.sinceMs).toBe(example.redis.sinceMs);
  });

  test('says that no input is taken, why, and since when', () => {
    const refusal = { reason: '/data/log.db can’t be written: the disk is full.', sinceMs: now - 60_000 };
    expect(findings(operations({ refusal }))).toEqual([
      { tone: 'bad', text: `No input is taken. ${refusal.reason}`, sinceMs: refusal.sinceMs },
    ]);
  });

  test('a take-over says how long it will be', () => {
    expect(texts({ tasks: [takingOver] })).toEqual(['warning: visitors-1 is being taken over, about 1 s to go']);
    const unknown = { ...takingOver, rebuild: null };
    expect(texts({ tasks: [takingOver, { ...unknown, name: 'visitors-2' }] })).toEqual([
      'warning: visitors-1 and visitors-2 are being taken over',
    ]);
  });

  test('a process that does not answer is named once, with what it owns', () => {
    const silent = { state: 'silent', owner: 'http://b' } as const;
    expect(texts({ tasks: [1, 10, 2, 3, 4].map((n) => task(`visitors-${n}`, silent)) })).toEqual([
      'bad: http://b does not answer; it owns visitors-1, visitors-2, visitors-3 and 2 more',
    ]);
  });

  test.each([[9, []], [12, ['warning: visitors-0 is 12 s behind']], [61, ['bad: visitors-0 is 1 min behind']]])(
    '%d s of lag',
    (seconds, expected) => {
      expect(texts({ tasks: [task('visitors-0', { lag: { ...live.lag, seconds } })] })).toEqual(expected);
    },
  );

  test('Kafka away is a problem, Redis away is not', () => {
    expect(texts({ kafka: { state: 'away', sinceMs: now } })[0]).toMatch(/^bad: Kafka does not answer/);
    expect(texts({ redis: { state: 'away', sinceMs: now, pendingViews: 3 } })[0]).toMatch(/^warning: Redis is away/);
    expect(texts({ processes: example.processes })).toEqual(['warning: http://10.0.0.7:5181 can’t reach Redis']);
  });

  test('only fresh dead letters are worth a word', () => {
    const letters = (newestMs: number): Partial<Operations> => ({
      deadLetters: { count: 1, isComplete: true, trouble: null, reasons: [{ field: '', reason: 'x', count: 1, newestMs }] },
    });
    expect(texts(letters(now - 3_600_000))).toEqual([]);
    expect(texts(letters(now - 30_000))).toEqual(['warning: Messages that can’t be used are coming in; the newest 30 s ago']);
  });

  test('the service in one process reads its log', () => {
    expect(texts({ form: 'embedded', kafka: { state: 'none', sinceMs: null }, tasks: [takingOver] })).toEqual([
      'warning: The service reads its log; figures are not complete yet',
    ]);
  });
});

describe('words of a task', () => {
  test('how far a take-over is', () => {
    const rebuild = { left: 32_000, total: 95_000, perSecond: 21_000, etaSeconds: 1.5 };
    expect(rebuildText(rebuild)).toBe(`32.0${unitSpace}k left · 1${unitSpace}s`);
    expect(rebuildShare(rebuild)).toBeCloseTo(0.663);
    expect(rebuildText({ left: null, total: null, perSecond: null, etaSeconds: null })).toBe('restores its snapshot');
    expect(rebuildShare({ left: 0, total: 0, perSecond: null, etaSeconds: 0 })).toBeNull();
  });

  test('less than a look is no lag', () => {
    expect(lagSeconds(1.9)).toBe(`<${unitSpace}2${unitSpace}s`);
    expect(lagSeconds(2)).toBe(`2${unitSpace}s`);
    expect(lagSeconds(null)).toBe('–');
  });

  test('tasks are sorted by their number', () => {
    const names = ['visitors-10', 'visitors-2'].map((name) => task(name));
    const workspaces = task('workspaces-0', { stage: 'workspaces' });
    const sorted = [workspaces, ...names].sort((a, b) => (taskOrder(a) < taskOrder(b) ? -1 : 1));
    expect(sorted.map(({ name }) => name)).toEqual(['visitors-2', 'visitors-10', 'workspaces-0']);
  });

  test.each([[0, '0 B'], [999, '999 B'], [148_213_004, '148 MB'], [2_590_000, '2.59 MB'], [1_500, '1.50 kB'], [null, '–']])(
    'bytes %s',
    (value, expected) => expect(bytes(value).replaceAll(unitSpace, ' ')).toBe(expected),
  );
});

describe('polling', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  class Page implements Visibility {
    hidden = false;
    private readonly listeners = new Set<() => void>();

    isHidden = (): boolean => this.hidden;

    onShown = (callback: () => void): (() => void) => {
      this.listeners.add(callback);
      return () => this.listeners.delete(callback);
    };

    show(): void {
      this.hidden = false;
      for (const listener of this.listeners) listener();
    }
  }

  test('goes on after failures, rests while hidden, and ends', async () => {
    const page = new Page();
    const ask = vi.fn<() => Promise<number>>().mockRejectedValueOnce(new Error('away')).mockResolvedValue(7);
    const got = vi.fn();
    const failed = vi.fn();
    const end = poll(ask, 1_000, { got, failed }, page);
    await vi.advanceTimersByTimeAsync(0);
    expect(failed).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(got).toHaveBeenCalledTimes(2);
    page.hidden = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ask).toHaveBeenCalledTimes(3);
    page.show();
    await vi.advanceTimersByTimeAsync(0);
    expect(got).toHaveBeenLastCalledWith(7);
    expect(ask).toHaveBeenCalledTimes(4);
    end();
    page.show();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ask).toHaveBeenCalledTimes(4);
  });

  test('asks one question at a time, and drops an answer that comes after its end', async () => {
    const page = new Page();
    let answer: (value: number) => void = () => undefined;
    const ask = vi.fn(() => new Promise<number>((resolve) => {
      answer = resolve;
    }));
    const got = vi.fn();
    const end = poll(ask, 1_000, { got, failed: vi.fn() }, page);
    page.show();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(ask).toHaveBeenCalledTimes(1);
    end();
    answer(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(got).not.toHaveBeenCalled();
  });
});
