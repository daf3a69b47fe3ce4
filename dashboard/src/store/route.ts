import { modes, windowIds, type Mode, type WindowId } from '../contract';

export const sections = ['overview', 'creators', 'content', 'audience', 'site', 'attribution', 'orders', 'probable', 'paths', 'customers', 'breakdown', 'cases', 'alerts'] as const;
export type Section = (typeof sections)[number];

/** What a section lets one choose, each by its name in the address; whose it is knows what it may say. null: nothing chosen. */
const choices = ['creator', 'model', 'measure', 'order'] as const;
type Choice = (typeof choices)[number];

/** Everything the address says: a link reproduces what its sender saw. */
export type Route =
  | { page: 'campaigns' }
  | { page: 'operations' }
  | { page: 'vetting' }
  | ({ page: 'campaign'; campaign: string; section: Section; window: WindowId; mode: Mode } & Record<Choice, string | null>)
  | { page: 'unknown' };

export type CampaignRoute = Extract<Route, { page: 'campaign' }>;

const defaultWindow: WindowId = '1h';
const defaultMode: Mode = 'authentic';

function oneOf<T extends string>(choices: readonly T[], value: string | null): T | null {
  return choices.find((choice) => choice === value) ?? null;
}

export function parseRoute(pathname: string, search: string): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { page: 'campaigns' };
  const [page, campaign, sectionPart] = parts;
  if (parts.length === 1 && (page === 'operations' || page === 'vetting')) return { page };
  const section = sectionPart === undefined ? 'overview' : oneOf(sections, sectionPart);
  if (page !== 'campaigns' || parts.length > 3) return { page: 'unknown' };
  if (campaign === undefined) return { page: 'campaigns' };
  if (section === null) return { page: 'unknown' };
  const query = new URLSearchParams(search);
  try {
    return {
      page: 'campaign',
      campaign: decodeURIComponent(campaign),
      section,
      window: oneOf(windowIds, query.get('window')) ?? defaultWindow,
      mode: oneOf(modes, query.get('mode')) ?? defaultMode,
      ...choicesOf((choice) => query.get(choice)),
    };
  } catch {
    return { page: 'unknown' };
  }
}

/**
 * The section always ends the path, also `overview`: an id like `v1.2` as the last part would look
 * like a file to a server.
 */
export function formatRoute(route: CampaignRoute): string {
  const query = new URLSearchParams();
  query.set('window', route.window);
  query.set('mode', route.mode);
  for (const choice of choices) {
    const chosen = route[choice];
    if (chosen !== null) query.set(choice, chosen);
  }
  return `/campaigns/${encodeURIComponent(route.campaign)}/${route.section}?${query}`;
}

export const openCampaign = (campaign: string): CampaignRoute => ({
  page: 'campaign',
  campaign,
  section: 'overview',
  window: defaultWindow,
  mode: defaultMode,
  ...choicesOf(() => null),
});

function choicesOf(valueOf: (choice: Choice) => string | null): Record<Choice, string | null> {
  return { creator: valueOf('creator'), model: valueOf('model'), measure: valueOf('measure'), order: valueOf('order') };
}
