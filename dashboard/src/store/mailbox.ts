import type { CampaignSummary, HubDelta, HubSnapshot, ViewName } from '../contract';
import { applyDelta, fromSnapshot, type LiveView } from '../contract/applyDelta';

export const viewKey = (of: string, view: ViewName): string => `${view} ${of}`;

/** `none`: nothing new to show. `resync`: a message was missed. */
export type Received = 'new' | 'none' | 'resync';

/** A copy that nobody watched for longer is old: it would stand under a newer time of the page. */
const mostAwayMs = 10_000;

/** Keeps the newest version of every watched view, whatever is being painted. */
export class Mailbox {
  private readonly latest = new Map<string, LiveView>();
  private readonly watched = new Set<string>();
  private readonly awaiting = new Set<string>();
  /** When views were left whose copies are kept. */
  private readonly left = new Map<string, number>();

  views(): IterableIterator<[string, LiveView]> {
    return this.latest.entries();
  }

  has(key: string): boolean {
    return this.latest.has(key);
  }

  /** Somebody looks at it, connected or not: the copy of a view that was left long ago is forgotten. */
  open(of: string, view: ViewName): void {
    const key = viewKey(of, view);
    const left = this.left.get(key);
    this.left.delete(key);
    if (left !== undefined && Date.now() - left > mostAwayMs) this.latest.delete(key);
  }

  /** From now on only a snapshot counts; what is known stays on the screen until it comes. */
  expectSnapshot(of: string, view: ViewName): void {
    const key = viewKey(of, view);
    this.watched.add(key);
    this.awaiting.add(key);
  }

  unwatch(of: string, view: ViewName): void {
    const key = viewKey(of, view);
    this.watched.delete(key);
    if (this.latest.has(key)) this.left.set(key, Date.now());
  }

  snapshot(message: HubSnapshot): Received {
    const key = viewKey(message.of, message.view);
    // An answer to a subscription that was given up meanwhile.
    if (!this.watched.has(key)) return 'none';
    this.awaiting.delete(key);
    this.latest.set(key, fromSnapshot(message, this.latest.get(key)));
    return 'new';
  }

  delta(message: HubDelta): Received {
    const key = viewKey(message.of, message.view);
    const current = this.latest.get(key);
    if (!current || !this.watched.has(key) || this.awaiting.has(key)) return 'none';
    const next = applyDelta(current, message);
    if (next === 'stale') return 'none';
    if (next === 'gap') {
      this.awaiting.add(key);
      return 'resync';
    }
    this.latest.set(key, next);
    return 'new';
  }

  /** The rows of the list of campaigns, once it has come. */
  campaigns(): readonly CampaignSummary[] | null {
    const list = this.latest.get(viewKey('', 'campaigns')) as LiveView<'campaigns'> | undefined;
    return list?.figures.rows ?? null;
  }

  /** Forgets other campaigns, so that a long visit to many keeps no more than one in memory. */
  keepOnly(campaign: string): void {
    for (const [key, view] of this.latest) {
      if (view.of === '' || view.of === campaign) continue;
      this.latest.delete(key);
      this.left.delete(key);
    }
  }
}
