import type { CustomerRow, Value } from '../../contract';
import { count, money } from '../../figures/format';
import { displayName } from '../../figures/names';

export const customersDefinition =
  'Who has a proven purchase that was not refunded in full: the visitor of the order’s deciding event. Authentic, of all time and of the whole workspace: the same in each campaign.';
export const retentionDefinition =
  'Customers who bought again on a later day ÷ customers. Who bought only lately has had little time to come again.';
export const clvDefinition = (days: number): string =>
  `Customer lifetime value: what a customer is expected to buy in the next ${days} days, on average, discounted by 1 % a month, with a 95 % interval. Past orders are not in it. BG/NBD for how often, Gamma-Gamma for how much, fitted to all customers of the workspace. Of fewer than 10 customers it is not told.`;

/** Why there is no lifetime value; null: there is one. */
export function reasonOf({ state, leastReturned, totals }: Value['figures']): string | null {
  switch (state) {
    case 'fitted':
      return totals.clv === null ? 'CLV is not known: values of orders are so unequal that their mean says nothing.' : null;
    case 'fewReturned':
      return `CLV is not known yet: ${count(totals.returned)} customers bought again on a later day, and at least ${count(leastReturned)} are needed to say how often one does.`;
    case 'noValue':
      return 'CLV is not known: no order after a customer’s first has a value.';
    case 'missingRate':
      return 'CLV is not known: an order waits for an exchange rate.';
    case 'failed':
      return 'CLV is not known: the models could not be fitted to these orders. The service’s log says why.';
  }
}

interface Estimate {
  readonly clvLow: number | null;
  readonly clvHigh: number | null;
}

export const interval = ({ clvLow, clvHigh }: Estimate, currency: string): string =>
  clvLow === null ? '' : `${money(clvLow, currency)} to ${clvHigh === null ? 'no end' : money(clvHigh, currency)}`;

export function acquirerName(row: CustomerRow): string {
  if (row.creator !== '') return displayName(row.name, row.creator);
  return row.channel === '' ? 'No creator, no channel' : displayName(row.channel);
}

const monthName = new Intl.DateTimeFormat('en', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** 2026-03 as Mar 2026. */
export const monthText = (month: string): string => monthName.format(new Date(`${month}-01T00:00:00Z`));
