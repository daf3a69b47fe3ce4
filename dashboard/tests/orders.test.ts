import { describe, expect, test } from 'vitest';
import type { OrderRow } from '../src/contract';
import { creditReason, creditText, orderName, valueReason } from '../src/features/orders/words';
import { days } from '../src/figures/time';

const event = (change: Partial<OrderRow['events'][number]> = {}): OrderRow['events'][number] => ({
  role: 'canonical', type: 'purchase', id: 'e', source: 'shop', time: '2026-11-23T10:00:00Z', value: 45, currency: 'EUR',
  code: '', content: '', visitor: 1, isProven: true, isAuthentic: true, ...change,
});

const who = (change: Partial<NonNullable<OrderRow['credited']>> = {}) => ({ campaign: 'c', creator: 'ben', name: 'Ben', content: '', channel: '', ...change });

const order = (change: Partial<OrderRow> = {}): OrderRow => ({
  id: 'x', order: '1001', type: 'purchase', state: 'counted', time: '2026-11-23T10:00:00Z', revenue: 45, authenticRevenue: 45,
  isAuthentic: true, isClaimed: false, amountsDiffer: false, missingRate: null, canonical: 'only', code: null, decision: 'click',
  credited: who(), beaten: null, events: [event()], eventCount: 1, path: [], touchCount: 0, ...change,
});

describe('why an order counts as it does', () => {
  test('the value says which event decides and why', () => {
    expect(valueReason(order({ canonical: 'shop', amountsDiffer: true }), 'EUR'))
      .toBe('The event of shop decides: the shop comes before others. Other events state other amounts; they don’t count.');
    expect(valueReason(order({ events: [event({ currency: 'JPY' })], missingRate: 'JPY 2026-11-23' }), 'EUR'))
      .toContain('The exchange rate of JPY 2026-11-23 is missing.');
    expect(valueReason(order({ events: [event({ role: 'refund' })] }), 'EUR')).toBe('A refund takes nothing back until its order comes.');
  });

  test('a code says whom it beat', () => {
    expect(creditReason(order({ decision: 'code', code: 'BEN10', beaten: who({ name: 'Ana' }) })))
      .toBe('The code BEN10 decides: it beats links. Without it, last touch would credit Ana.');
    expect(creditReason(order({ decision: 'code', code: 'BEN10' }))).toContain('would say the same');
  });

  test.each(['refunded', 'refundOnly', 'waiting'] as const)('nobody is credited where it is %s', (state) => {
    expect(creditReason(order({ state, decision: 'nothing', credited: null }))).not.toContain('Ben');
  });

  test('channels, creators and nobody are told apart', () => {
    expect(creditText(who())).toBe('Ben');
    expect(creditText(who({ campaign: '', creator: '', name: '', channel: 'email' }))).toBe('channel email');
    expect(creditText(who({ campaign: '', creator: '', name: '' }))).toBe('nobody');
    expect(creditText(null)).toBe('');
  });

  test('an order without an id says so', () => expect(orderName(order({ order: '', type: 'lead' }))).toBe('lead without an order id'));
});

test('one day is written once', () => {
  expect(days('2026-11-03', '2026-11-17')).toBe('3 Nov – 17 Nov');
  expect(days('2026-11-03', '2026-11-03')).toBe('3 Nov');
  expect(days('2025-12-30', '2026-01-02')).toBe('30 Dec 2025 – 2 Jan');
});
