import { describe, expect, test, vi } from 'vitest';
import type { Hub } from '../src/connection/liveConnection';
import type { CampaignSummary, HubDelta, HubSnapshot } from '../src/contract';
import { LiveSession } from '../src/store/liveSession';
import { Mailbox, viewKey } from '../src/store/mailbox';
import { createPainter, type Frames } from '../src/store/painter';
import { createStore } from '../src/store/store';
import { alert, delta, snapshot } from './fixtures';

class FakeFrames implements Frames {
  hidden = false;
  private callbacks: (() => void)[] = [];
  private shown: () => void = () => {};
  request(callback: () => void): void {
    this.callbacks.push(callback);
  }
  isHidden(): boolean {
    return this.hidden;
  }
  onShown(callback: () => void): void {
    this.shown = callback;
  }
  frame(): number {
    const due = this.callbacks.splice(0);
    due.forEach((callback) => callback());
    return due.length;
  }
  show(): void {
    this.hidden = false;
    this.shown();
  }
}

test('a store tells of changes only', () => {
  const store = createStore(1);
  const listener = vi.fn();
  const stop = store.subscribe(listener);
  store.set(1);
  store.set(2);
  stop();
  store.set(3);
  expect(listener).toHaveBeenCalledTimes(1);
});

describe('painter', () => {
  test('paints once per frame, however often it is asked', () => {
    const frames = new FakeFrames();
    const paint = vi.fn();
    const painter = createPainter(paint, frames);
    painter.request();
    painter.request();
    frames.frame();
    expect(paint).toHaveBeenCalledTimes(1);
    expect(frames.frame()).toBe(0);
  });

  test('a hidden tab paints nothing and catches up once', () => {
    const frames = new FakeFrames();
    const paint = vi.fn();
    const painter = createPainter(paint, frames);
    frames.hidden = true;
    painter.request();
    painter.request();
    expect(frames.frame()).toBe(0);
    frames.show();
    frames.frame();
    expect(paint).toHaveBeenCalledTimes(1);
  });
});

describe('mailbox', () => {
  const filled = () => {
    const mailbox = new Mailbox();
    mailbox.expectSnapshot('c', 'alerts');
    mailbox.snapshot(snapshot('alerts', { rows: [], unwatched: 0 }, 3));
    return mailbox;
  };

  test('takes deltas in sequence', () => {
    const mailbox = filled();
    expect(mailbox.delta(delta('alerts', 4))).toBe('new');
    expect(mailbox.delta(delta('alerts', 4))).toBe('none');
  });

  test('asks once after a gap, then waits for the snapshot', () => {
    const mailbox = filled();
    expect(mailbox.delta(delta('alerts', 6))).toBe('resync');
    expect(mailbox.delta(delta('alerts', 7))).toBe('none');
    expect(mailbox.snapshot(snapshot('alerts', { rows: [], unwatched: 0 }, 7))).toBe('new');
    expect(mailbox.delta(delta('alerts', 8))).toBe('new');
  });

  test('ignores deltas between a new subscription and its snapshot', () => {
    const mailbox = filled();
    mailbox.expectSnapshot('c', 'alerts');
    expect(mailbox.delta(delta('alerts', 4))).toBe('none');
  });

  test('ignores what nobody watches', () => {
    const mailbox = filled();
    mailbox.unwatch('c', 'alerts');
    expect(mailbox.delta(delta('alerts', 4))).toBe('none');
    expect(mailbox.snapshot(snapshot('content', { rows: [] }))).toBe('none');
  });

  test('forgets what was left for more than 10 s, once it is opened again', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      const mailbox = filled();
      const leaveFor = (ms: number) => {
        mailbox.unwatch('c', 'alerts');
        vi.setSystemTime(Date.now() + ms);
        mailbox.open('c', 'alerts');
        return mailbox.has(viewKey('c', 'alerts'));
      };
      expect([leaveFor(10_000), leaveFor(10_001)]).toEqual([true, false]);
    } finally {
      vi.useRealTimers();
    }
  });

  test('forgets other campaigns', () => {
    const mailbox = filled();
    mailbox.keepOnly('d');
    expect([...mailbox.views()]).toEqual([]);
  });
});

describe('session', () => {
  async function started() {
    const handlers = new Map<string, (message: unknown) => void>();
    const calls: string[] = [];
    const hub: Hub = {
      on: (method, handler) => void handlers.set(method, handler as (message: unknown) => void),
      onclose: () => {},
      start: async () => {},
      stop: async () => {},
      invoke: async (method, ...args) => void calls.push([method, ...args].join(' ')),
    };
    const frames = new FakeFrames();
    const session = new LiveSession({ createHub: () => hub, fetchCampaigns: async () => [{ id: 'c' } as CampaignSummary], random: () => 0 }, frames);
    const leave = session.watch('c', 'alerts');
    session.start();
    await vi.waitFor(() => expect(calls).toContain('Subscribe campaign c alerts'));
    const send = (method: 'snapshot' | 'delta', message: HubSnapshot | HubDelta) => handlers.get(method)?.(message);
    const seq = () => session.painted.get().views.get(viewKey('c', 'alerts'))?.seq;
    send('snapshot', snapshot('alerts', { rows: [alert('a')], unwatched: 0 }, 1));
    frames.frame();
    return { session, frames, calls, leave, send, seq };
  }

  test('paints the newest of many messages', async () => {
    const { send, frames, seq } = await started();
    const before = seq();
    for (let number = 2; number < 50; number += 1) send('delta', delta('alerts', number));
    expect([before, seq()]).toEqual([1, 1]);
    frames.frame();
    expect(seq()).toBe(49);
  });

  test('pausing freezes the display and counts; resuming shows the newest', async () => {
    const { session, send, frames, seq } = await started();
    session.setPaused(true);
    send('delta', delta('alerts', 2));
    send('delta', delta('alerts', 3));
    frames.frame();
    expect(seq()).toBe(1);
    expect(session.painted.get()).toMatchObject({ paused: true, waiting: 2 });
    session.setPaused(false);
    frames.frame();
    expect(seq()).toBe(3);
    expect(session.painted.get()).toMatchObject({ paused: false, waiting: 0 });
  });

  test('a view opened while paused is shown, once', async () => {
    const { session, send, frames } = await started();
    session.setPaused(true);
    session.watch('c', 'content');
    send('snapshot', snapshot('content', { rows: [], unwatched: 0 }, 7));
    frames.frame();
    send('delta', delta('content', 8));
    frames.frame();
    expect(session.painted.get().views.get(viewKey('c', 'content'))?.seq).toBe(7);
  });

  test('a view left long ago and opened again while paused shows no old rows', async () => {
    const { session, send, frames, leave, seq } = await started();
    vi.useFakeTimers({ toFake: ['Date'] });
    try {
      leave();
      vi.setSystemTime(Date.now() + 3_600_000);
      session.setPaused(true);
      frames.frame();
      expect(seq()).toBe(1);
      session.watch('c', 'alerts');
      expect(seq()).toBeUndefined();
      send('snapshot', snapshot('alerts', { rows: [], unwatched: 0 }, 9));
      frames.frame();
      expect(seq()).toBe(9);
    } finally {
      vi.useRealTimers();
    }
  });

  test('asks for a snapshot after a gap', async () => {
    const { send, calls } = await started();
    send('delta', delta('alerts', 9));
    expect(calls).toContain('Resync campaign c alerts');
  });

  test('the list of campaigns comes as a view, and outlives the campaign that is open', async () => {
    const { session, send, frames, calls } = await started();
    const list = (ids: string[]) => ({ ...snapshot('campaigns', { rows: ids.map((id) => ({ id })) }, 1, ''), scope: 'workspace' as const });
    const shown = () => session.painted.get().campaigns?.map(({ id }) => id);
    session.watch('d', 'overview');
    send('snapshot', list(['c', 'd']));
    frames.frame();
    expect(shown()).toEqual(['c', 'd']);
    expect(calls).toContain('Subscribe campaign d overview');
    send('delta', { ...delta('campaigns', 2, { tables: { rows: { set: [{ id: 'e' }], drop: ['c'] } } }, ''), scope: 'workspace' });
    frames.frame();
    expect(shown()).toEqual(['d', 'e']);
    send('delta', { ...delta('campaigns', 9, {}, ''), scope: 'workspace' });
    expect(calls).toContain('Resync workspace  campaigns');
  });
});
