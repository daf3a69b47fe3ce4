import type { ViewFigures } from './generated/tables';
import type { Totals, Window, Windows } from './generated/views';

export type {
  Alert,
  Attribution,
  AttributionRow,
  Campaign,
  CampaignSummary,
  ChannelAttributionRow,
  ContentAttributionRow,
  ContentRow,
  Counters,
  CreatorRow,
  Others,
  HubDelta,
  HubSnapshot,
  ModelCredit,
  ModelCredits,
  PathCreator,
  PathRow,
  PathStep,
  RawModelCredit,
  State,
  SuspectReason,
  TimelineRow,
  Totals,
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

interface Windowed {
  totals: Totals;
  raw: Totals;
  windows: Windows;
}

export function currentTotals(row: Windowed, window: WindowId, mode: Mode): Totals {
  const source: Pick<Window, 'totals' | 'raw'> = window === 'all' ? row : row.windows[window];
  return mode === 'raw' ? source.raw : source.totals;
}

/** The totals of the period of equal length before; `all` has none. */
export function previousTotals(row: Windowed, window: WindowId, mode: Mode): Totals | null {
  if (window === 'all') return null;
  return mode === 'raw' ? row.windows[window].previousRaw : row.windows[window].previousTotals;
}
