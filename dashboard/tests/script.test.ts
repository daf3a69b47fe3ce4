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
  /** Before it is left: how long it is hidden, and then shown again, by turns. */
  readonly away?: readonly (readonly [hidden: number, shown: number])[];
  /** Whether the service answers who this is before the page is left. */
  readonly answers?: boolean | 'fails';
  readonly act?: (send: (type: string, fields: object) => void) => void;
}

/** The service, as far as it gives ids out and says whose a click was. */
class Service {
  private made = 0;
  readonly given = new Set<string>();
  readonly clicks = new Map<string, string>();
  asked: string[] = [];

  id(): string {
    const id = String(++this.made).padStart(36, '0');
    this.given.add(id);
    return id;
  }

  /** What a tracked link adds to the shop's address. */
  click(): string {
    const visitor = this.id();
    const click = `c${this.made}`;
    this.clicks.set(click, visitor);
    return `cs_click=${click}&cs_vid=${visitor}`;
  }

  answer(address: string): string {
    this.asked.push(address);
    const { visitor = '', click } = Object.fromEntries(new URL(address).searchParams);
    const good = click === undefined ? this.given.has(visitor) : this.clicks.get(click) === visitor;
    if (click !== undefined) this.clicks.delete(click);
    return good ? visitor : this.id();
  }
}

/** A tab with its storage; pages are opened in it one after another. */
class Tab {
  now = start;
  /** The address that the last page was left with. */
  address = '';
  readonly storages = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() };

  constructor(readonly consent = true, readonly storageWorks = true, readonly service = new Service()) {}

  get stored() {
    return this.storages.localStorage.get('cs_vid');
  }

  /** Opens a page, stays, and leaves it. */
  async open(page: Page = {}): Promise<Visit> {
    const sent = await this.all(page);
    expect(sent).toHaveLength(1);
    return sent[0] ?? {};
  }

  /** The same with all that was sent. */
  async all({ search = '', referrer = '', stay = 5_000, away = [], answers = true, act }: Page = {}): Promise<Visit[]> {
    const sent: Visit[] = [];
    const listeners = new Map<string, () => void>();
    const addEventListener = (name: string, act: () => void) => listeners.set(name, act);
    const tab = this;
    const location = { search, origin: 'https://shop.example', host: 'shop.example', pathname: '/p', href: '' };
    location.href = `${location.origin}${location.pathname}${search}#top`;
    this.address = location.href;
    const shownPage = { currentScript: { src: 'https://stats.example/cs.js', dataset: {} }, referrer, hidden: false, addEventListener };
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
      location,
      history: { state: { of: 'the page' }, replaceState: (state: unknown, _: string, to: string) => {
        expect(state).toEqual({ of: 'the page' });
        tab.address = to;
      } },
      fetch: (address: string, how: object) => {
        expect(how).toEqual({ credentials: 'omit' });
        const answer = tab.service.answer(address);
        const response = { ok: true, text: () => Promise.resolve(answer) };
        return answers === 'fails' ? Promise.reject(new TypeError('offline')) : answers ? Promise.resolve(response) : new Promise(() => {});
      },
      navigator: {
        doNotTrack: null,
        sendBeacon: (to: string) => {
          expect(new URL(to).pathname).toBe('/v1/script');
          sent.push(Object.fromEntries(new URL(to).searchParams));
        },
      },
      document: shownPage,
      creatorstreamConsent: this.consent,
      localStorage: this.storage('localStorage'),
      sessionStorage: this.storage('sessionStorage'),
    });
    page.window = page;
    runInContext(source.replace('SERVER_TIME_MS', String(this.now)), page);
    act?.(page.creatorstream);
    // The answer comes by a few promises.
    for (let i = 0; i < 10; i++) await Promise.resolve();
    this.now += stay;
    const show = (hidden: boolean) => {
      shownPage.hidden = hidden;
      listeners.get('visibilitychange')?.();
    };
    for (const [hidden, shown] of away) {
      show(true);
      this.now += hidden;
      show(false);
      this.now += shown;
    }
    listeners.get('pagehide')?.();
    listeners.get('pagehide')?.();
    return sent;
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
  test('a visit is of the time at which its page was opened, with its engaged seconds', async () => {
    const visit = await new Tab().open({ stay: 12_400 });
    expect(visit).toMatchObject({ type: 'visit', action: 'page', seconds: '12', time: '2026-11-20T12:00:00.000Z' });
  });

  test('a page that is hidden and shown again is one visit, and its engaged time is told once', async () => {
    const tab = new Tab();
    const sent = await tab.all({ search: landing, stay: 12_400, away: [[9 * minute, 3_300], [2 * minute, 0], [minute, 7_700]] });
    expect(sent.map(({ type, seconds }) => [type, seconds])).toEqual([['visit', '12'], ['stay', '4'], ['stay', '7']]);
    // In all 23.4 s; stays are of the visit's time, visitor and post, so of its session.
    const of = ({ time, visitor, content, campaign }: Visit) => ({ time, visitor, content, campaign });
    expect(sent.map(of)).toEqual([sent[0], sent[0], sent[0]].map((first) => of(first ?? {})));
    expect(new Set(sent.map(({ id }) => id)).size).toBe(3);
  });

  test('a page that is opened in the background is engaged with when it is shown', async () => {
    const sent = await new Tab().all({ stay: 0, away: [[5 * minute, 15_000]] });
    expect(sent.map(({ type, seconds }) => [type, seconds])).toEqual([['visit', '0'], ['stay', '15']]);
  });

  test('a landing that is looked at for less than 10 s in all stays a bounce', async () => {
    const tab = new Tab();
    const glance: Page = { stay: 3_000, away: [[minute, 2_000], [minute, 4_000]] };
    expect((await tab.all(glance)).map(({ type }) => type)).toEqual(['visit']);
    // On a later page nothing can be a bounce any more; and from 10 s on all of it is told.
    expect((await tab.all(glance)).map(({ seconds }) => seconds)).toEqual(['3', '2', '4']);
    expect((await new Tab().all({ ...glance, away: [[minute, 2_000], [minute, 6_000]] })).map(({ seconds }) => seconds)).toEqual(['3', '8']);
  });

  test('what comes of a visit that nobody could be named in is nobody’s', async () => {
    const sent = await new Tab().all({ answers: false, stay: 12_000, away: [[minute, 20_000]] });
    expect(sent.map(({ type, visitor }) => [type, visitor])).toEqual([['visit', undefined]]);
  });

  test('carts, checkouts, searches and forms that are begun are told where they happen', async () => {
    const tab = new Tab();
    await tab.open({ search: landing });
    const sent = await tab.all({ act: (send) => ['search', 'cart', 'checkout', 'form_start'].forEach((type) => send(type, {})) });
    expect(sent.map(({ type }) => type)).toEqual(['search', 'cart', 'checkout', 'form_start', 'visit']);
    expect(sent.map(({ visitor }) => visitor)).toEqual(sent.map(() => tab.stored));
    expect(sent.map(({ content, campaign }) => [content, campaign])).toEqual(sent.map(() => ['post-1', 'spring']));
  });

  test('later pages of a session come from where its first one did', async () => {
    const tab = new Tab();
    const first = await tab.open({ search: landing, referrer: 'https://stats.example/' });
    const second = await tab.open({ referrer: 'https://shop.example/p' });
    tab.now += 29 * minute;
    const third = await tab.open({ search: '?size=m' });
    expect([first, second, third].map(came)).toEqual([fromPost, fromPost, fromPost]);
    expect(new Set([first, second, third].map(({ visitor }) => visitor)).size).toBe(1);
  });

  test('30 minutes without a new page end it', async () => {
    const tab = new Tab();
    await tab.open({ search: landing, stay: 30 * minute - 1 });
    expect(came(await tab.open({ stay: 30 * minute }))).toEqual(fromPost);
    expect(came(await tab.open({ referrer: 'https://shop.example/p' }))).toEqual(by('direct'));
  });

  test('a new landing replaces it, a payment page on the way does not', async () => {
    const tab = new Tab();
    await tab.open({ search: landing });
    expect(came(await tab.open({ referrer: 'https://pay.example/' }))).toEqual(fromPost);
    expect(came(await tab.open({ search: '?utm_medium=email' }))).toEqual(by('email'));
    expect(came(await tab.open())).toEqual(by('email'));
    expect(came(await tab.open({ search: landing.replace('post-1', 'post-2') }))).toEqual({ ...fromPost, content: 'post-2' });
  });

  test('another site refers, the shop itself and one that only looks like it does not', async () => {
    expect(came(await new Tab().open({ referrer: 'https://blog.example/a' }))).toEqual(by('referral'));
    expect(came(await new Tab().open({ referrer: 'https://shop.example.blog/' }))).toEqual(by('referral'));
    expect(came(await new Tab().open({ referrer: 'https://shop.example/a' }))).toEqual(by('direct'));
    expect(came(await new Tab().open())).toEqual(by('direct'));
  });

  test('without consent nothing is stored or read', async () => {
    const tab = new Tab(false);
    tab.storages.sessionStorage.set('cs_from', JSON.stringify({ content: 'post-9', campaign: 'old', at: start }));
    const first = await tab.open({ search: landing });
    const second = await tab.open({ referrer: 'https://shop.example/p' });
    expect([first, second].map(came)).toEqual([fromPost, by('direct')]);
    expect(first.visitor).not.toBe(second.visitor);
    expect(tab.storages.localStorage.size).toBe(0);
    expect(tab.storages.sessionStorage.get('cs_from')).toContain('post-9');
  });

  test('storage that is off or holds something else is no error', async () => {
    expect(came(await new Tab(true, false).open({ search: landing }))).toEqual(fromPost);
    for (const other of ['{', '5', 'null', '{}']) {
      const tab = new Tab();
      tab.storages.sessionStorage.set('cs_from', other);
      expect(came(await tab.open())).toEqual(by('direct'));
    }
  });

  test('its id is the service’s, and kept', async () => {
    const tab = new Tab();
    const [first, second] = [await tab.open(), await tab.open()];
    expect(tab.service.given).toContain(first.visitor);
    expect([second.visitor, tab.stored]).toEqual([first.visitor, first.visitor]);
    expect(tab.service.asked).toHaveLength(1);
  });

  test('a session’s first page asks whether it is still good', async () => {
    const tab = new Tab();
    tab.storages.localStorage.set('cs_vid', 'v-1');
    const { visitor } = await tab.open();
    expect(tab.service.given).toContain(visitor);
    tab.now += 31 * minute;
    expect((await tab.open()).visitor).toBe(visitor);
    expect(tab.service.asked.map(of => new URL(of).search)).toEqual(['?visitor=v-1', `?visitor=${visitor}`]);
  });

  test('a click brings its visitor to a browser that has none, and leaves the address', async () => {
    const service = new Service();
    const tab = new Tab(true, true, service);
    const click = service.click();
    const { visitor } = await tab.open({ search: `?size=m%20l&${click}&b=1+2` });
    expect(click).toContain(visitor);
    expect(tab.stored).toBe(visitor);
    expect(tab.address).toBe('https://shop.example/p?size=m%20l&b=1+2#top');
  });

  test('an address that is passed on makes nobody the same person', async () => {
    const service = new Service();
    const shared = `?${service.click()}`;
    const visitors = [];
    for (let i = 0; i < 3; i++) visitors.push((await new Tab(true, true, service).open({ search: shared })).visitor);
    const known = new Tab(true, true, service);
    const before = (await known.open()).visitor;
    known.now += 31 * minute;
    const after = (await known.open({ search: shared })).visitor;
    expect(after).toBe(before);
    expect(known.address).not.toContain('cs_');
    expect(new Set([...visitors, after]).size).toBe(4);
  });

  test('an id that only an address names is nobody’s', async () => {
    const tab = new Tab();
    const victim = tab.service.id();
    await tab.open();
    tab.storages.localStorage.clear();
    tab.storages.sessionStorage.clear();
    expect((await tab.open({ search: `?cs_vid=${victim}&cs_click=made-up` })).visitor).not.toBe(victim);
    expect(tab.address).toBe('https://shop.example/p#top');
  });

  test('what happens before the answer waits for it', async () => {
    const tab = new Tab();
    const sent = await tab.all({ act: send => send('purchase', { order: '1' }) });
    expect(sent.map(({ type }) => type)).toEqual(['purchase', 'visit']);
    expect(new Set(sent.map(({ visitor }) => visitor))).toEqual(new Set([tab.stored]));
  });

  test('a page that is left before the answer sends without an id, or with the one it had', async () => {
    for (const answers of [false, 'fails'] as const) {
      const tab = new Tab();
      const sent = await tab.all({ answers, act: send => send('purchase', { order: '1' }) });
      expect(sent.map(({ type, visitor }) => [type, visitor])).toEqual([['purchase', undefined], ['visit', undefined]]);
      const { visitor } = await tab.open({ stay: 31 * minute });
      tab.now += 31 * minute;
      expect((await tab.open({ answers })).visitor).toBe(visitor);
    }
  });
});
