import { scopes, type CampaignSummary, type HubDelta, type HubSnapshot, type ViewName } from '../contract';
import { isOffline, reconnectDelayMs } from './backoff';

/** What of a SignalR connection is used here; tests put a fake in its place. */
export interface Hub {
  on(method: string, handler: (message: never) => void): void;
  onclose(handler: () => void): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  invoke(method: string, ...args: string[]): Promise<unknown>;
}

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signed-out';

export interface ConnectionHandlers {
  status(status: ConnectionStatus): void;
  /** A subscription is about to be (re)made: deltas mean nothing until its snapshot. */
  subscribing(of: string, view: ViewName): void;
  /** Nobody looks at it any more. */
  unsubscribed(of: string, view: ViewName): void;
  /** The service knows no such campaign (yet). */
  refused(of: string, view: ViewName): void;
  snapshot(message: HubSnapshot): void;
  delta(message: HubDelta): void;
  /** The list as it was when the connection began; what follows comes as a view. */
  campaigns(list: CampaignSummary[]): void;
}

export interface ConnectionOptions {
  createHub: () => Hub;
  fetchCampaigns: () => Promise<CampaignSummary[]>;
  random: () => number;
}

interface Watch {
  readonly of: string;
  readonly view: ViewName;
  count: number;
}

const refusedRetryMs = 3_000;
const watchId = (of: string, view: ViewName): string => `${view} ${of}`;
const isUnauthorized = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (('status' in error && error.status === 401)
    || ('statusCode' in error && error.statusCode === 401));

/**
 * One hub connection that is kept up: it retries with backoff, first start included, and makes every
 * watched subscription again after each reconnect.
 */
export class LiveConnection {
  private readonly watches = new Map<string, Watch>();
  /** Always watched. */
  private readonly list: Watch = { of: '', view: 'campaigns', count: 1 };
  private known: ReadonlySet<string> = new Set();
  private hub: Hub | null = null;
  private running = false;
  private connected = false;
  private attempt = 0;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly options: ConnectionOptions,
    private readonly handlers: ConnectionHandlers,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    this.attempt = 0;
    this.handlers.status('connecting');
    void this.connect();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.connected = false;
    clearTimeout(this.retryTimer);
    const hub = this.hub;
    this.hub = null;
    await hub?.stop();
  }

  /** Tries at once instead of waiting for the next attempt; does nothing while connected. */
  retryNow(): void {
    if (!this.running || this.connected || this.hub) return;
    clearTimeout(this.retryTimer);
    void this.connect();
  }

  /** Keeps a view subscribed until the returned function is called. */
  watch(of: string, view: ViewName): () => void {
    const id = watchId(of, view);
    const watch = this.watches.get(id) ?? { of, view, count: 0 };
    watch.count += 1;
    this.watches.set(id, watch);
    if (watch.count === 1) void this.subscribe(watch);
    let released = false;
    return () => {
      if (released) return;
      released = true;
      watch.count -= 1;
      if (watch.count > 0) return;
      this.watches.delete(id);
      this.handlers.unsubscribed(of, view);
      void this.send('Unsubscribe', scopes[view], of, view);
    };
  }

  resync(of: string, view: ViewName): void {
    void this.send('Resync', scopes[view], of, view);
  }

  private async connect(): Promise<void> {
    const hub = this.options.createHub();
    this.hub = hub;
    hub.on('snapshot', (message: HubSnapshot) => this.handlers.snapshot(message));
    hub.on('delta', (message: HubDelta) => this.handlers.delta(message));
    hub.onclose(() => this.lost(hub, undefined));
    try {
      // Asked for first: it tells a missing key from a missing service, also where the hub's
      // transport hides the status, and fills the list before the hub's first message.
      const campaigns = await this.options.fetchCampaigns();
      if (this.hub !== hub) return;
      this.handlers.campaigns(campaigns);
      this.learn(campaigns);
      await hub.start();
    } catch (error) {
      this.lost(hub, error);
      return;
    }
    if (this.hub !== hub) {
      await hub.stop();
      return;
    }
    this.connected = true;
    this.attempt = 0;
    this.handlers.status('live');
    void this.subscribe(this.list);
    for (const watch of this.watches.values()) void this.subscribe(watch);
  }

  /** Told the list of campaigns: subscribes what is watched and has just come to exist. */
  learn(campaigns: readonly CampaignSummary[]): void {
    const before = this.known;
    this.known = new Set(campaigns.map((campaign) => campaign.id));
    for (const watch of this.watches.values()) {
      if (this.known.has(watch.of) && !before.has(watch.of)) void this.subscribe(watch);
    }
  }

  private lost(hub: Hub, error: unknown): void {
    if (!this.running || this.hub !== hub) return;
    this.hub = null;
    this.connected = false;
    if (isUnauthorized(error)) {
      this.running = false;
      this.handlers.status('signed-out');
      return;
    }
    this.attempt += 1;
    this.handlers.status(isOffline(this.attempt) ? 'offline' : 'reconnecting');
    this.retryTimer = setTimeout(() => void this.connect(), reconnectDelayMs(this.attempt, this.options.random));
  }

  private async subscribe(watch: Watch): Promise<void> {
    if (!this.connected) return;
    const hub = this.hub;
    const { of, view } = watch;
    // To ask for what isn't listed would only fill the service's log with refusals.
    if (scopes[view] === 'campaign' && !this.known.has(of)) {
      this.handlers.refused(of, view);
      return;
    }
    this.handlers.subscribing(of, view);
    if (await this.send('Subscribe', scopes[view], of, view)) return;
    const current = () => this.hub === hub && this.connected && (watch === this.list || this.watches.get(watchId(of, view)) === watch);
    if (!current()) return;
    this.handlers.refused(of, view);
    setTimeout(() => {
      if (current()) void this.subscribe(watch);
    }, refusedRetryMs);
  }

  /** False: refused, or not connected (then everything is subscribed again anyway). */
  private async send(method: string, ...args: string[]): Promise<boolean> {
    if (!this.hub || !this.connected) return false;
    try {
      await this.hub.invoke(method, ...args);
      return true;
    } catch {
      return false;
    }
  }
}
