import { LiveConnection, type ConnectionOptions, type ConnectionStatus } from '../connection/liveConnection';
import type { CampaignSummary, HubDelta, HubSnapshot, ViewName } from '../contract';
import type { LiveView } from '../contract/applyDelta';
import { share } from '../contract/share';
import { Mailbox, viewKey, type Received } from './mailbox';
import { createPainter, type Frames } from './painter';
import { createStore } from './store';

/** What the screen shows: replaced as a whole, at most once per animation frame. */
export interface Painted {
  readonly views: ReadonlyMap<string, LiveView>;
  readonly refused: ReadonlySet<string>;
  /** null: not loaded yet */
  readonly campaigns: readonly CampaignSummary[] | null;
  readonly paused: boolean;
  /** Updates that arrived since the display was paused. */
  readonly waiting: number;
}

const nothing: Painted = { views: new Map(), refused: new Set(), campaigns: null, paused: false, waiting: 0 };

/**
 * Joins the connection to the screen: messages go into the mailbox as they arrive, and the painter
 * copies the newest state to the `painted` store. Pausing stops the copying, not the receiving.
 */
export class LiveSession {
  readonly status = createStore<ConnectionStatus>('connecting');
  readonly painted = createStore<Painted>(nothing);

  private readonly mailbox = new Mailbox();
  private readonly refused = new Set<string>();
  private readonly connection: LiveConnection;
  private readonly painter: { request(): void };
  private campaigns: readonly CampaignSummary[] | null = null;
  private paused = false;
  private waiting = 0;

  constructor(options: ConnectionOptions, frames: Frames) {
    this.painter = createPainter(() => this.paint(), frames);
    this.connection = new LiveConnection(options, {
      status: (status) => this.status.set(status),
      subscribing: (of, view) => this.mailbox.expectSnapshot(of, view),
      unsubscribed: (of, view) => this.mailbox.unwatch(of, view),
      refused: (of, view) => {
        this.refused.add(viewKey(of, view));
        this.painter.request();
      },
      snapshot: (message) => this.receive(message, this.mailbox.snapshot(message)),
      delta: (message) => this.receive(message, this.mailbox.delta(message)),
      campaigns: (list) => this.list(list),
    });
  }

  start(): void {
    this.connection.start();
  }

  stop(): Promise<void> {
    return this.connection.stop();
  }

  retryNow(): void {
    this.connection.retryNow();
  }

  /** @param campaign empty: the view is of the workspace. */
  watch(campaign: string, view: ViewName): () => void {
    // Views of the workspace stand beside those of a campaign.
    if (campaign !== '') this.mailbox.keepOnly(campaign);
    this.mailbox.open(campaign, view);
    this.dropForgotten();
    return this.connection.watch(campaign, view);
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    this.waiting = 0;
    this.painter.request();
  }

  private receive(message: HubSnapshot | HubDelta, received: Received): void {
    if (received === 'resync') this.connection.resync(message.of, message.view);
    if (received !== 'new') return;
    this.refused.delete(viewKey(message.of, message.view));
    if (message.view === 'campaigns') {
      const list = this.mailbox.campaigns() ?? [];
      this.list(list);
      this.connection.learn(list);
      return;
    }
    if (this.paused) this.waiting += 1;
    this.painter.request();
  }

  private list(campaigns: readonly CampaignSummary[]): void {
    this.campaigns = share(this.campaigns, campaigns);
    this.painter.request();
  }

  /** At once, not with the next paint: while the display is paused, a snapshot that came before it would not replace what is shown. */
  private dropForgotten(): void {
    const before = this.painted.get();
    const views = new Map([...before.views].filter(([key]) => this.mailbox.has(key)));
    if (views.size < before.views.size) this.painted.set({ ...before, views });
  }

  private paint(): void {
    const before = this.painted.get();
    const latest = new Map(this.mailbox.views());
    const views = this.paused ? frozen(before.views, latest) : latest;
    this.painted.set({
      views,
      refused: new Set(this.refused),
      campaigns: this.paused && before.campaigns ? before.campaigns : this.campaigns,
      paused: this.paused,
      waiting: this.waiting,
    });
  }
}

/** What is on the screen stays; a view that is opened while paused shows its newest once. */
function frozen(shown: ReadonlyMap<string, LiveView>, latest: ReadonlyMap<string, LiveView>): Map<string, LiveView> {
  return new Map([...latest, ...[...shown].filter(([key]) => latest.has(key))]);
}
