import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ApiError } from '../src/connection/api';
import { isOffline, reconnectDelayMs } from '../src/connection/backoff';
import type { CampaignSummary } from '../src/contract';
import { LiveConnection, type ConnectionHandlers, type Hub } from '../src/connection/liveConnection';

class FakeHub implements Hub {
  readonly calls: string[] = [];
  failing = false;
  refusing = new Set<string>();
  private closed: () => void = () => {};
  private readonly handlers = new Map<string, (message: never) => void>();
  on(method: string, handler: (message: never) => void): void {
    this.handlers.set(method, handler);
  }
  send(method: string, message: unknown): void {
    this.handlers.get(method)?.(message as never);
  }
  onclose(handler: () => void): void {
    this.closed = handler;
  }
  async start(): Promise<void> {
    if (this.failing) throw new Error('no service');
  }
  async stop(): Promise<void> {
    this.closed();
  }
  async invoke(method: string, ...args: string[]): Promise<void> {
    this.calls.push([method, ...args].join(' '));
    if (this.refusing.has(args[1] ?? '')) throw new Error('unknown campaign');
  }
  drop(): void {
    this.closed();
  }
}

const campaigns = (...ids: string[]) => ids.map((id) => ({ id }) as CampaignSummary);

function setUp(fetchCampaigns: () => Promise<CampaignSummary[]> = async () => campaigns('c')) {
  const hubs: FakeHub[] = [];
  const next = { failing: false, refusing: new Set<string>() };
  const handlers = {
    status: vi.fn(), subscribing: vi.fn(), unsubscribed: vi.fn(), refused: vi.fn(), snapshot: vi.fn(), delta: vi.fn(),
    campaigns: vi.fn(),
  } satisfies ConnectionHandlers;
  const createHub = () => {
    const hub = Object.assign(new FakeHub(), next);
    hubs.push(hub);
    return hub;
  };
  const connection = new LiveConnection({ createHub, fetchCampaigns, random: () => 1 }, handlers);
  return { connection, handlers, hubs, next, statuses: () => handlers.status.mock.calls.map(([status]) => status as string) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settle = () => vi.advanceTimersByTimeAsync(0);

describe('backoff', () => {
  test('doubles to half a minute', () => {
    expect([1, 2, 3, 6, 7, 8, 60].map((attempt) => reconnectDelayMs(attempt, () => 1))).toEqual([500, 1000, 2000, 16_000, 30_000, 30_000, 30_000]);
  });
  test('is spread over its upper half', () => expect(reconnectDelayMs(7, () => 0)).toBe(15_000));
  test('says offline after five attempts', () => expect([5, 6].map(isOffline)).toEqual([false, true]));
});

describe('LiveConnection', () => {
  test('subscribes what is watched, once, and gives it up with the last watcher', async () => {
    const { connection, hubs, handlers } = setUp();
    const first = connection.watch('c', 'overview');
    connection.start();
    await settle();
    const second = connection.watch('c', 'overview');
    connection.watch('c', 'alerts');
    first();
    first();
    await settle();
    expect(hubs[0]?.calls).toEqual(['Subscribe workspace  campaigns', 'Subscribe campaign c overview', 'Subscribe campaign c alerts']);
    second();
    expect(hubs[0]?.calls.at(-1)).toBe('Unsubscribe campaign c overview');
    expect(handlers.unsubscribed.mock.calls).toEqual([['c', 'overview']]);
  });

  test('comes back after a loss and subscribes again', async () => {
    const { connection, hubs, statuses } = setUp();
    connection.watch('c', 'overview');
    connection.start();
    await settle();
    hubs[0]?.drop();
    expect(statuses()).toEqual(['connecting', 'live', 'reconnecting']);
    await vi.advanceTimersByTimeAsync(500);
    expect(statuses().at(-1)).toBe('live');
    expect(hubs[1]?.calls).toContain('Subscribe campaign c overview');
  });

  test('keeps trying from the first start on, and says offline', async () => {
    const { connection, hubs, next, statuses } = setUp();
    next.failing = true;
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(statuses()).toContain('reconnecting');
    expect(statuses().at(-1)).toBe('offline');
    next.failing = false;
    const tried = hubs.length;
    connection.retryNow();
    await settle();
    expect(hubs.length).toBe(tried + 1);
    expect(statuses().at(-1)).toBe('live');
  });

  test('stops at a missing key and starts again after signing in', async () => {
    let signedIn = false;
    const { connection, statuses } = setUp(async () => {
      if (!signedIn) throw new ApiError(401, '/api/campaigns');
      return campaigns('c');
    });
    connection.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(statuses()).toEqual(['connecting', 'signed-out']);
    signedIn = true;
    connection.start();
    await settle();
    expect(statuses().at(-1)).toBe('live');
  });

  test('waits for a campaign that is not listed yet, without asking for it', async () => {
    const { connection, handlers, hubs } = setUp();
    connection.watch('new', 'overview');
    connection.start();
    await settle();
    expect(handlers.refused.mock.calls).toEqual([['new', 'overview']]);
    connection.learn(campaigns('c', 'new'));
    connection.learn(campaigns('c', 'new'));
    expect(hubs[0]?.calls).toEqual(['Subscribe workspace  campaigns', 'Subscribe campaign new overview']);
  });

  test('asks again where a listed campaign is refused', async () => {
    const { connection, handlers, hubs, next } = setUp();
    next.refusing = new Set(['c']);
    connection.watch('c', 'overview');
    connection.start();
    await settle();
    expect(handlers.refused.mock.calls).toEqual([['c', 'overview']]);
    next.refusing.clear();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(hubs[0]?.calls.filter((call) => call === 'Subscribe campaign c overview')).toHaveLength(2);
    expect(handlers.refused).toHaveBeenCalledTimes(1);
  });

  test('stop ends it for good', async () => {
    const { connection, hubs } = setUp();
    connection.start();
    await settle();
    await connection.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(hubs).toHaveLength(1);
  });
});
