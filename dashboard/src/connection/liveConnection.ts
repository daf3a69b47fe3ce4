import type { CampaignSummary, HubDelta, HubSnapshot, ViewName } from '../contract';
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
  subscribing(campaign: string, view: ViewName): void;
  /** Nobody looks at it any more. */
  unsubscribed(campaign: string, view: ViewName): void;
  /** The service knows no such campaign (yet). */
  refused(campaign: string, view: ViewName): void;
  snapshot(message: HubSnapshot): void;
  delta(message: HubDelta): void;
  campaigns(message: CampaignSummary[]): void;
}

export interface ConnectionOptions {
  createHub: () => Hub;
  fetchCampaigns: () => Promise<CampaignSummary[]>;
  random: () => number;
}

interface Watch {
  readonly campaign: string;
  readonly view: ViewName;
  count: number;
}

const refusedRetryMs = 3_000;
const watchId = (campaign: string, view: ViewName): string => `${view} ${campaign}`;
const isUnauthorized = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && (('status' in error && error.status === 401)
    || ('statusCode' in error && error.statusCode === 401));

/**
 * One hub connection that is kept up: it retries with backoff, first start included, and makes every
 * watched subscription again after each reconnect.
 */
export class LiveConnection {
  private readonly watches = new Map<string, Watch>();
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
  watch(campaign: string, view: ViewName): () => void {
    const id = watchId(campaign, view);
    const watch = this.watches.get(id) ?? { campaign, view, count: 0 };
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
      this.handlers.unsubscribed(campaign, view);
      void this.send('Unsubscribe', campaign, view);
    };
  }

  resync(campaign: string, view: ViewName): void {
    void this.send('Resync', campaign, view);
  }

  private async connect(): Promise<void> {
    const hub = this.options.createHub();
    this.hub = hub;
    hub.on('snapshot', (message: HubSnapshot) => this.handlers.snapshot(message));
    hub.on('delta', (message: HubDelta) => this.handlers.delta(message));
    hub.on('campaigns', (message: CampaignSummary[]) => this.learn(message));
    hub.onclose(() => this.lost(hub, undefined));
    try {
      // Asked for first: it tells a missing key from a missing service, also where the hub's
      // transport hides the status, and fills the list before the hub's first message.
      const campaigns = await this.options.fetchCampaigns();
      if (this.hub !== hub) return;
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
    void this.send('SubscribeCampaigns');
    for (const watch of this.watches.values()) void this.subscribe(watch);
  }

  /** Subscribes what is watched and has just come to exist. */
  private learn(campaigns: CampaignSummary[]): void {
    const before = this.known;
    this.known = new Set(campaigns.map((campaign) => campaign.id));
    this.handlers.campaigns(campaigns);
    for (const watch of this.watches.values()) {
      if (this.known.has(watch.campaign) && !before.has(watch.campaign)) void this.subscribe(watch);
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
    const { campaign, view } = watch;
    // To ask for what isn't listed would only fill the service's log with refusals.
    if (!this.known.has(campaign)) {
      this.handlers.refused(campaign, view);
      return;
    }
    this.handlers.subscribing(campaign, view);
    if (await this.send('Subscribe', campaign, view)) return;
    const current = () => this.hub === hub && this.connected && this.watches.get(watchId(campaign, view)) === watch;
    if (!current()) return;
    this.handlers.refused(campaign, view);
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
