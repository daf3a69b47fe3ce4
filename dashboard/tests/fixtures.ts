import type { Alert, AttributionRow, AudienceQuality, Comments, HubDelta, HubSnapshot, ModelCredit, State, TimelineRow, Totals, ViewFigures, ViewName } from '../src/contract';
import { fromSnapshot, type LiveView } from '../src/contract/applyDelta';
import { models, type Model } from '../src/features/attribution/models';

export const state = (version = 1): State => ({
  asOf: '2026-11-20T13:32:07Z',
  publishedAt: '2026-11-20T13:32:07.300Z',
  version,
  badges: [],
});

export function totals(change: Partial<Totals> = {}): Totals {
  return {
    impressions: 0, clicks: 0, visits: 0, productPages: 0, engagements: 0, likes: 0, comments: 0, shares: 0, saves: 0, follows: 0,
    mentions: 0, reach: 0, sessions: 0, engagedSeconds: 0, conversions: 0, revenue: 0,
    claimedConversions: 0, claimedRevenue: 0, leads: 0, qualifiedLeads: 0, leadQuality: null, ctr: null, er: null, frequency: null,
    conversionRate: null,
    formCompletionRate: null, aov: null, shareRate: null, bounceRate: null, pagesPerSession: null, timeOnSite: null, ...change,
  };
}

export const comments = (change: Partial<Comments> = {}): Comments => ({
  texts: 0, saying: 0, quality: null, scored: 0, unscored: 0, positive: null, negative: null, sentiment: null, ...change,
});

/** With one part that is known, and one that isn't. */
export const audience = (change: Partial<AudienceQuality> = {}): AudienceQuality => ({
  engagers: 100, authentic: 80, score: null, low: 0, high: 100, certainty: 0,
  parts: [
    { part: 'people', weight: 3, count: 80, of: 100, share: 0.8, low: 0.71, high: 0.87, why: '80 of 100' },
    { part: 'spread', weight: 1, count: 0, of: 0, share: null, low: 0, high: 1, why: 'not counted' },
  ],
  ...change,
});

export function alert(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id, rule: 'engagement-spike', severity: 'good', opened: '2026-11-20T13:00:00Z', updated: '2026-11-20T13:01:00Z',
    closed: null, worst: '2026-11-20T13:00:00Z', title: `Alert ${id}`, text: '', creator: null, content: null, value: 1, metric: 'engagements', observed: null,
    expected: null, low: null, high: null, suspectShare: null, drivers: [], action: '',
    acknowledged: null, muted: null, comments: 0, lastComments: [], ...change,
  };
}

/** What a model gives, without intervals where nothing is said of them. */
export function credit(change: Partial<ModelCredit> = {}): ModelCredit {
  return { conversions: 0, revenue: 0, conversionsLow: null, conversionsHigh: null, revenueLow: null, revenueHigh: null, ...change };
}

/** Each model gives nothing but what is said; raw figures are the same without intervals. */
export function attributionRow(creator: string, credits: Partial<Record<Model, Partial<ModelCredit>>> = {}, cost: number | null = 0): AttributionRow {
  const of = <T>(make: (change: Partial<ModelCredit>) => T) =>
    Object.fromEntries(models.map(({ id }) => [id, make(credits[id] ?? {})])) as Record<Model, T>;
  return {
    creator,
    name: creator,
    cost,
    totals: { ...of(credit), removalEffect: null },
    raw: { ...of(({ conversions = 0, revenue = 0 }) => ({ conversions, revenue })), removalEffect: null },
  };
}

export const attribution = (change: Partial<ViewFigures['attribution']> = {}): ViewFigures['attribution'] => ({
  primary: { model: 'uShaped', reason: 'too-few-conversions' },
  fitted: { conversions: 42, unconverted: 1000, sampled: 1000 },
  fittedRaw: { conversions: 42, unconverted: 1000, sampled: 1000 },
  folded: 0,
  shortened: 0,
  isOffered: false,
  drawn: 42,
  withoutCreator: null,
  rows: [],
  content: [],
  channels: [],
  ...change,
});

export const snapshot = (view: ViewName, figures: object, seq = 1, campaign = 'c'): HubSnapshot =>
  ({ scope: 'campaign', of: campaign, view, seq, figures, state: state() });

export const delta = (view: ViewName, seq: number, change: Partial<HubDelta> = {}, campaign = 'c'): HubDelta =>
  ({ scope: 'campaign', of: campaign, view, seq, fields: {}, tables: {}, state: state(seq), ...change });

export const live = (view: ViewName, figures: object, seq = 1): LiveView => fromSnapshot(snapshot(view, figures, seq));

export const row = (startMs: number, engagements: number, raw = engagements): TimelineRow =>
  [startMs, 0, 0, engagements, 0, 0, 0, 0, raw, 0, 0];

export const timeline = (change: Partial<ViewFigures['timeline']>): ViewFigures['timeline'] =>
  ({ '10s': [], '1m': [], '10m': [], '1h': [], ...change });
