import type { FigureId } from '../contract';
import { clock, count, exact, money, percent, ratio } from './format';

/** How a figure is shown and compared. `points`: by difference; `relative`: by percent of before. */
export interface Metric {
  readonly id: FigureId;
  readonly label: string;
  /** Short, for table heads. */
  readonly short: string;
  readonly definition: string;
  readonly kind: 'count' | 'percent' | 'wholePercent' | 'money' | 'ratio' | 'duration';
  /** null: neither more nor less is better. */
  readonly better: 'more' | 'less' | null;
  readonly unit: string;
}

const list = [
  metric('reach', 'Reach', 'Reach', 'count', 'more', 'people',
    'Distinct people with any impression, view, click, visit, step on the site, engagement, follow or mention in the period. A person who saw two creators counts once.'),
  metric('er', 'Engagement rate', 'ER', 'percent', 'more', 'of reach',
    'Engagement rate by reach: (likes + comments + shares + saves) ÷ reach of the same period. Follows and mentions don’t count.'),
  metric('ctr', 'CTR', 'CTR', 'percent', 'more', 'of impressions',
    'Click-through rate: tracked clicks ÷ impressions.'),
  metric('conversions', 'Conversions', 'Conv.', 'count', 'more', 'credited',
    'Orders, sign-ups and other conversions credited to this campaign by last touch; a promo code beats the link, unless the workspace treats codes as a touch. An order that was refunded in full doesn’t count.'),
  metric('cpa', 'CPA', 'CPA', 'money', 'less', 'per conversion',
    'Cost per acquisition: cost ÷ conversions of the same period.'),
  metric('roi', 'ROI', 'ROI', 'wholePercent', 'more', 'last touch',
    'Return on investment: (attributed revenue − cost) ÷ cost. 0 % means that the cost came back exactly.'),
  metric('revenue', 'Revenue', 'Revenue', 'money', 'more', 'attributed',
    'Value of the credited orders, less refunds, in the reporting currency at the rate of each order’s day.'),
  metric('cost', 'Cost', 'Cost', 'money', null, '',
    'Creator fees and other costs, spread evenly over their own period, as far as the data reach; commissions with the revenue that they are a part of.'),
  metric('leads', 'Leads', 'Leads', 'count', 'more', 'credited',
    'Those of the conversions that are sign-ups, leads or forms.'),
  metric('cpl', 'Cost per lead', 'CPL', 'money', 'less', 'cost ÷ leads',
    'Cost ÷ leads of the same period.'),
  metric('qualifiedLeads', 'Qualified leads', 'Qualified', 'count', 'more', 'of the leads',
    'Leads whose score reaches the bar of the campaign: 50 of 100, unless the catalog says another one.'),
  metric('cpql', 'Cost per qualified lead', 'CPQL', 'money', 'less', 'cost ÷ qualified',
    'Cost ÷ qualified leads of the same period.'),
  metric('leadQuality', 'Lead quality', 'Quality', 'ratio', 'more', 'of 100',
    'Mean score of the leads, 0 to 100: up to 40 points for how much of the form was filled in, 25 for a corporate address (personal 15, disposable 0), 20 for two minutes of engaged time before it, and 15 for a proven purchase later.'),
  metric('formCompletionRate', 'Form completion', 'Forms', 'percent', 'more', 'of forms begun',
    'Credited forms ÷ forms that were begun, in the same period.'),
  metric('roas', 'ROAS', 'ROAS', 'ratio', 'more', 'revenue ÷ cost',
    'Return on ad spend: attributed revenue ÷ cost.'),
  metric('impressions', 'Impressions', 'Impr.', 'count', 'more', 'with views',
    'Displays, and plays that meet the platform’s own rule for a view.'),
  metric('clicks', 'Clicks', 'Clicks', 'count', 'more', 'tracked',
    'Clicks on tracked links.'),
  metric('engagements', 'Engagements', 'Engag.', 'count', 'more', 'actions',
    'Likes + comments + shares + saves.'),
  metric('visits', 'Visits', 'Visits', 'count', 'more', 'pages',
    'Page views on the site that tracked visitors made; clicks are not among them.'),
  metric('productPages', 'Product pages', 'Products', 'count', 'more', 'of the visits',
    'Visits to the pages of products.'),
  metric('carts', 'Carts', 'Carts', 'count', 'more', 'filled',
    'How often something was put into the cart.'),
  metric('checkouts', 'Checkouts', 'Checkouts', 'count', 'more', 'begun',
    'How often the checkout was begun.'),
  metric('formStarts', 'Form starts', 'Form starts', 'count', 'more', 'begun',
    'How often somebody began to fill in a form.'),
  metric('searches', 'Searches', 'Searches', 'count', 'more', 'on the site',
    'How often the site was searched.'),
  metric('share', 'Share of traffic', 'Of traffic', 'percent', 'more', 'of all visits',
    'Visits that creators brought ÷ all visits of the site, whoever brought them: by e-mail, search, an advertisement, or nobody. All of the workspace’s tracked visits are the site’s.'),
  metric('siteVisits', 'All visits', 'All visits', 'count', 'more', 'of the site',
    'Page views on the site of the whole workspace, whoever brought them.'),
  metric('sessions', 'Sessions', 'Sessions', 'count', 'more', 'on the site',
    'A visitor’s pages on the site, until 30 minutes pass without a new one. A session counts in the period in which it begins.'),
  metric('bounceRate', 'Bounce rate', 'Bounce', 'percent', 'less', 'of sessions',
    'Share of sessions with a single page that was looked at for less than 10 seconds.'),
  metric('pagesPerSession', 'Pages per session', 'Pages', 'ratio', 'more', 'on average',
    'Page views on the site ÷ sessions.'),
  metric('timeOnSite', 'Time on site', 'Time', 'duration', 'more', 'per session',
    'Engaged time ÷ sessions, in minutes and seconds: how long pages were really looked at, on average of a session.'),
  metric('engagedSeconds', 'Engaged time', 'Engaged', 'duration', 'more', 'in all',
    'How long the pages of all visits were really looked at: while they were in front, not in a hidden tab.'),
  metric('frequency', 'Frequency', 'Freq.', 'ratio', null, 'per person',
    'Impressions ÷ reach: how often a person saw the campaign on average.'),
  metric('conversionRate', 'Conversion rate', 'CVR', 'percent', 'more', 'of clicks',
    'Conversions ÷ clicks.'),
  metric('aov', 'Order value', 'AOV', 'money', 'more', 'average',
    'Average order value: revenue ÷ conversions.'),
  metric('shareRate', 'Share rate', 'Shares', 'percent', 'more', 'of reach', 'Shares ÷ reach.'),
] as const;

export const metrics = new Map<FigureId, Metric>(list.map((entry) => [entry.id, entry]));

export function metricOf(id: FigureId): Metric {
  const found = metrics.get(id);
  if (!found) throw new Error(`The figure ${id} has no definition.`);
  return found;
}

function metric(
  id: FigureId,
  label: string,
  short: string,
  kind: Metric['kind'],
  better: Metric['better'],
  unit: string,
  definition: string,
): Metric {
  return { id, label, short, definition, kind, better, unit };
}

export function formatMetric(entry: Metric, value: number | null | undefined, currency: string): string {
  switch (entry.kind) {
    case 'count':
      return count(value);
    case 'percent':
      return percent(value);
    case 'wholePercent':
      return percent(value, 0);
    case 'money':
      return money(value, currency);
    case 'ratio':
      return ratio(value);
    case 'duration':
      return clock(value);
  }
}

export function exactMetric(entry: Metric, value: number | null | undefined, currency: string): string {
  switch (entry.kind) {
    case 'percent':
    case 'wholePercent':
      return exact(value === null || value === undefined ? value : value * 100, '%');
    case 'money':
      return exact(value, currency);
    case 'duration':
      return exact(value, 's');
    default:
      return exact(value, '');
  }
}
