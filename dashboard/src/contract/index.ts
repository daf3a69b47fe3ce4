import type { ViewFigures } from './generated/tables';
import type { SiteTotals, Totals } from './generated/views';

export type {
  Alert,
  Attribution,
  AttributionRow,
  AttributionWithoutCreator,
  AudienceCreator,
  AudienceGroup,
  AudiencePairRow,
  AudiencePlatform,
  AudienceQuality,
  AudienceReach,
  Campaign,
  CampaignSummary,
  CaseCounter,
  CaseRow,
  ChannelAttributionRow,
  CodeRow,
  Comments,
  ContentAttributionRow,
  ContentRow,
  Counters,
  CreatorRow,
  CustomerMonth,
  CustomerRow,
  EmvPart,
  EmvPlatform,
  Others,
  HubDelta,
  HubSnapshot,
  ModelCredit,
  ModelCredits,
  OrderCredit,
  OrderEvent,
  OrderRow,
  OrderTouch,
  PathCreator,
  PathLength,
  PathRow,
  PathStep,
  PortfolioCampaign,
  PortfolioRow,
  PortfolioValue,
  Probable,
  ProbableCreator,
  ProbableRow,
  QualityPart,
  RawModelCredit,
  ReportedReach,
  SitePeriods,
  SiteRow,
  SiteTotals,
  State,
  SuspectReason,
  TimelineRow,
  Totals,
  Value,
  Windows,
} from './generated/views';

/** The figures of each view, by the view's name on the hub. */
export { scopes, type ViewFigures } from './generated/tables';

export type ViewName = keyof ViewFigures;
export type Resolution = keyof ViewFigures['timeline'];

export const windowIds = ['15m', '1h', '24h', 'all'] as const;
/** `all` is everything since the start; the others slide and end at the data-as-of time. */
export type WindowId = (typeof windowIds)[number];

export const modes = ['authentic', 'raw'] as const;
/** `raw` counts every accepted event; `authentic` leaves out what is inauthentic. */
export type Mode = (typeof modes)[number];

/** What a figure is called in any of the totals. */
export type FigureId = keyof Totals | keyof SiteTotals;

interface Windowed<T> {
  totals: T;
  raw: T;
  windows: Record<Exclude<WindowId, 'all'>, { totals: T; raw: T; previousTotals: T; previousRaw: T }>;
}

export function currentTotals<T>(row: Windowed<T>, window: WindowId, mode: Mode): T {
  const source: { totals: T; raw: T } = window === 'all' ? row : row.windows[window];
  return mode === 'raw' ? source.raw : source.totals;
}

/** The totals of the period of equal length before; `all` has none. */
export function previousTotals<T>(row: Windowed<T>, window: WindowId, mode: Mode): T | null {
  if (window === 'all') return null;
  return mode === 'raw' ? row.windows[window].previousRaw : row.windows[window].previousTotals;
}
