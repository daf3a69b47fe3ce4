import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, test } from 'vitest';

// The script of shops' pages is the service's, but needs a browser's ways, which only these tests have.
const source = readFileSync(fileURLToPath(new URL('../../src/CreatorStream.Collect/cs.js', import.meta.url)), 'utf8');
const start = Date.parse('2026-11-20T12:00:00Z');
const minute = 60_000;
const landing = '?utm_medium=creator&utm_content=post-1&utm_campaign=spring';

type Visit = Record<string, string>;

interface Page {
  readonly search?: string;
  readonly referrer?: string;
  readonly stay?: number;
}

/** A tab with its storage; pages are opened in it one after another. */
class Tab {
  now = start;
  readonly storages = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() };

  constructor(readonly consent = true, readonly storageWorks = true) {}

  /** Opens a page, stays, and leaves it. */
  open({ search = '', referrer = '', stay = 5_000 }: Page = {}): Visit {
    const sent: Visit[] = [];
    const listeners = new Map<string, () => void>();
    const addEventListener = (name: string, act: () => void) => listeners.set(name, act);
    const tab = this;
    const page = createContext({
      Date: class extends Date {
        constructor(...of: [] | [number]) {
          super(of[0] ?? tab.now);
        }
        static override now = () => tab.now;
      },
      URL,
      URLSearchParams,
      crypto,
      addEventListener,
      location: { search, origin: 'https://shop.example', host: 'shop.example', pathname: '/p' },
      navigator: { doNotTrack: null, sendBeacon: (to: string) => sent.push(Object.fromEntries(new URL(to).searchParams)) },
      document: { currentScript: { src: 'https://stats.example/cs.js', dataset: {} }, referrer, hidden: false, addEventListener },
      creatorstreamConsent: this.consent,
      localStorage: this.storage('localStorage'),
      sessionStorage: this.storage('sessionStorage'),
    });
    page.window = page;
    runInContext(source.replace('SERVER_TIME_MS', String(this.now)), page);
    this.now += stay;
    listeners.get('pagehide')?.();
    listeners.get('pagehide')?.();
    expect(sent).toHaveLength(1);
    return sent[0] ?? {};
  }

  private storage(name: keyof Tab['storages']) {
    const kept = this.storages[name];
    const check = () => {
      if (!this.storageWorks) throw new Error('storage is off');
    };
    return {
      getItem: (key: string) => (check(), kept.get(key) ?? null),
      setItem: (key: string, value: string) => (check(), kept.set(key, value)),
    };
  }
}

const came = ({ content, campaign, channel }: Visit) => ({ content, campaign, channel });
const fromPost = { content: 'post-1', campaign: 'spring', channel: undefined };
const by = (channel: string) => ({ content: undefined, campaign: undefined, channel });

describe('the script of a shop’s pages', () => {
  test('a visit is of the time at which its page was opened, with its engaged seconds', () => {
    const visit = new Tab().open({ stay: 12_400 });
    expect(visit).toMatchObject({ type: 'visit', action: 'page', seconds: '12', time: '2026-11-20T12:00:00.000Z' });
  });

  test('later pages of a session come from where its first one did', () => {
    const tab = new Tab();
    const first = tab.open({ search: landing, referrer: 'https://stats.example/' });
    const second = tab.open({ referrer: 'https://shop.example/p' });
    tab.now += 29 * minute;
    const third = tab.open({ search: '?size=m' });
    expect([first, second, third].map(came)).toEqual([fromPost, fromPost, fromPost]);
    expect(new Set([first, second, third].map(({ visitor }) => visitor)).size).toBe(1);
  });

  test('30 minutes without a new page end it', () => {
    const tab = new Tab();
    tab.open({ search: landing, stay: 30 * minute - 1 });
    expect(came(tab.open({ stay: 30 * minute }))).toEqual(fromPost);
    expect(came(tab.open({ referrer: 'https://shop.example/p' }))).toEqual(by('direct'));
  });

  test('a new landing replaces it, a payment page on the way does not', () => {
    const tab = new Tab();
    tab.open({ search: landing });
    expect(came(tab.open({ referrer: 'https://pay.example/' }))).toEqual(fromPost);
    expect(came(tab.open({ search: '?utm_medium=email' }))).toEqual(by('email'));
    expect(came(tab.open())).toEqual(by('email'));
    expect(came(tab.open({ search: landing.replace('post-1', 'post-2') }))).toEqual({ ...fromPost, content: 'post-2' });
  });

  test('another site refers, the shop itself and one that only looks like it does not', () => {
    expect(came(new Tab().open({ referrer: 'https://blog.example/a' }))).toEqual(by('referral'));
    expect(came(new Tab().open({ referrer: 'https://shop.example.blog/' }))).toEqual(by('referral'));
    expect(came(new Tab().open({ referrer: 'https://shop.example/a' }))).toEqual(by('direct'));
    expect(came(new Tab().open())).toEqual(by('direct'));
  });

  test('without consent nothing is stored or read', () => {
    const tab = new Tab(false);
    tab.storages.sessionStorage.set('cs_from', JSON.stringify({ content: 'post-9', campaign: 'old', at: start }));
    const first = tab.open({ search: landing });
    const second = tab.open({ referrer: 'https://shop.example/p' });
    expect([first, second].map(came)).toEqual([fromPost, by('direct')]);
    expect(first.visitor).not.toBe(second.visitor);
    expect(tab.storages.localStorage.size).toBe(0);
    expect(tab.storages.sessionStorage.get('cs_from')).toContain('post-9');
  });

  test('storage that is off or holds something else is no error', () => {
    expect(came(new Tab(true, false).open({ search: landing }))).toEqual(fromPost);
    for (const other of ['{', '5', 'null', '{}']) {
      const tab = new Tab();
      tab.storages.sessionStorage.set('cs_from', other);
      expect(came(tab.open())).toEqual(by('direct'));
    }
  });
});
