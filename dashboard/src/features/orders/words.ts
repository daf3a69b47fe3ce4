import type { OrderCredit, OrderEvent, OrderRow, OrderTouch } from '../../contract';
import { displayName } from '../../figures/names';

type State = OrderRow['state'];
type Tone = 'good' | 'warning' | 'bad' | '';

/** What becomes of an order, and how it is marked. */
export const states: Record<State, { label: string; tone: Tone; about: string }> = {
  counted: { label: 'counted', tone: '', about: 'It counts, and last touch credits it to a creator or content of a campaign.' },
  unattributed: { label: 'unattributed', tone: '', about: 'It counts, and last touch credits a channel or nobody.' },
  missingRate: { label: 'missing rate', tone: 'warning', about: 'It counts as a conversion; its value waits for an exchange rate.' },
  waiting: { label: 'held back', tone: 'warning', about: 'Nobody proved it, so it counts nowhere yet.' },
  refunded: { label: 'refunded', tone: '', about: 'Refunded in full: it is no conversion any more, and its revenue is 0.' },
  refundOnly: { label: 'refund only', tone: 'warning', about: 'A refund came, and its order has not come yet.' },
};

export const roles: Record<OrderEvent['role'], { label: string; about: string }> = {
  canonical: { label: 'decides', about: 'Decides time, value and currency.' },
  repeat: { label: 'repeat', about: 'Tells of the same order by another mechanism, or again. Its visitor, code and content count, its value doesn’t.' },
  unproven: { label: 'unproven', about: 'Anybody could have sent it, and others decide. At most it lends its path.' },
  refund: { label: 'refund', about: 'Takes value back.' },
};

/** Why the event that decides is the one. */
export const canonicalReasons: Record<OrderRow['canonical'], string> = {
  only: 'no other event tells of it',
  shop: 'the shop comes before others',
  earliest: 'it is the earliest',
  smallestId: 'it has the smallest id of those at the earliest time',
};

/** By what somebody is credited, in a word. */
export const decisions: Record<OrderRow['decision'], string> = {
  nothing: '',
  code: 'code',
  named: 'named by the order',
  click: 'last click or visit',
  other: 'last other touch',
};

/** Whom an order is credited to, as text. */
export function creditText(credit: OrderCredit | null): string {
  if (credit === null) return '';
  if (credit.channel !== '') return `channel ${displayName(credit.channel)}`;
  if (credit.campaign === '') return 'nobody';
  return credit.creator === '' ? displayName(credit.content, credit.campaign) : displayName(credit.name, credit.creator);
}

export const touchText = (touch: OrderTouch): string =>
  touch.channel !== '' ? `channel ${displayName(touch.channel)}`
    : touch.creator === '' ? 'no creator'
      : displayName(touch.name, touch.creator);

/** What is told an order by: its own id, or that it has none. */
export const orderName = (row: OrderRow): string => (row.order === '' ? `${row.type} without an order id` : displayName(row.order));

/** Why its amount is what it is. */
export function valueReason(row: OrderRow, currency: string): string {
  const decides = row.events.find(({ role }) => role === 'canonical');
  if (!decides) return 'A refund takes nothing back until its order comes.';
  const stated = `The event of ${displayName(decides.source, 'an unnamed source')} decides: ${canonicalReasons[row.canonical]}.`;
  const differs = row.amountsDiffer ? ' Other events state other amounts; they don’t count.' : '';
  const refunds = row.events.some(({ role }) => role === 'refund') ? ' Refunds are taken off.' : '';
  const from = decides.currency !== '' && decides.currency !== currency ? ` Converted from ${displayName(decides.currency)} at the rate of its UTC day.` : '';
  const missing = row.missingRate === null ? '' : ` The exchange rate of ${row.missingRate} is missing.`;
  return stated + differs + refunds + from + missing;
}

/** Why it is credited to whom it is. */
export function creditReason(row: OrderRow): string {
  switch (row.state) {
    case 'refunded': return 'Refunded in full: the credit that was given is taken back.';
    case 'refundOnly': return 'Nothing to credit.';
    case 'waiting': return 'Held back: nobody proved it, so nobody is credited.';
  }
  const to = creditText(row.credited);
  switch (row.decision) {
    case 'code': return `The code ${displayName(row.code ?? '')} decides: it beats links. ${row.beaten === null ? 'Without it last touch would say the same.' : `Without it, last touch would credit ${creditText(row.beaten)}.`}`;
    case 'named': return 'Content or a code that the order itself names stands last on its path.';
    case 'click': return `The last click or visit before the order: ${to}.`;
    case 'other': return `Nobody clicked: the last other touch before the order, ${to}.`;
    case 'nothing': return 'Nobody was met before it, and it has no known code.';
  }
}
