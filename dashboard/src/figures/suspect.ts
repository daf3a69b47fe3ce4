import { currentTotals, type SuspectReason, type Totals, type WindowId, type Windows } from '../contract';

export const suspectShareDefinition =
  'Share of the tracked events (impressions, clicks, visits, engagements, follows, mentions) that the authentic figures leave out, each for a reason that is listed under “Left out”.';

const events = (totals: Totals): number =>
  totals.impressions + totals.clicks + totals.visits + totals.engagements + totals.follows + totals.mentions;

interface Windowed {
  totals: Totals;
  raw: Totals;
  windows: Windows;
}

/** The part of all accepted events that is left out as inauthentic; null where there are none. */
export function suspectShare(row: Windowed, window: WindowId): number | null {
  const raw = events(currentTotals(row, window, 'raw'));
  return raw === 0 ? null : 1 - events(currentTotals(row, window, 'authentic')) / raw;
}

export const reasonLabels: Record<SuspectReason['code'], string> = {
  'known-bot': 'Known bot',
  'inhuman-rate': 'Inhuman rate',
  'inhuman-rhythm': 'Inhuman rhythm',
  'click-flood': 'Click flood',
  override: 'Decided by a person',
  'repeated-text': 'Repeated text',
  'bought-burst': 'Bought engagement, at once',
  'slow-drip': 'Bought engagement, bit by bit',
  pod: 'Engagement pod',
  'spam-text': 'Spam',
};
