import { expect, test } from 'vitest';
import type { Value } from '../src/contract';
import { acquirerName, interval, monthText, reasonOf } from '../src/features/customers/customers';

const figures = (change: Partial<Value['figures']> = {}): Value['figures'] => ({
  currency: 'EUR',
  state: 'fitted',
  horizonDays: 360,
  leastReturned: 30,
  looked: 100,
  totals: { customers: 100, returned: 12, retention: 0.12, orders: 120, revenue: 1000, clv: 5, clvLow: 4, clvHigh: 6 },
  months: [],
  left: 0,
  rows: [],
  ...change,
});

const row = { id: '', creator: '', channel: '', name: '', ...figures().totals, months: [] };

test('a lifetime value needs no reason, and whoever lacks one is told why with the number', () => {
  expect(reasonOf(figures())).toBeNull();
  expect(reasonOf(figures({ state: 'fewReturned' }))).toContain('12 customers bought again on a later day, and at least 30');
  expect(reasonOf(figures({ totals: { ...figures().totals, clv: null } }))).toContain('unequal');
});

test('an interval without an end says so, and one that is not known says nothing', () => {
  expect(interval({ clvLow: 4, clvHigh: 6 }, 'EUR')).toBe('€4.00 to €6.00');
  expect(interval({ clvLow: 4, clvHigh: null }, 'EUR')).toBe('€4.00 to no end');
  expect(interval({ clvLow: null, clvHigh: null }, 'EUR')).toBe('');
});

test.each([
  [{ creator: 'ana', name: 'Ana' }, 'Ana'],
  [{ channel: 'email', name: 'email' }, 'email'],
  [{}, 'No creator, no channel'],
])('%j is %s', (change, name) => {
  expect(acquirerName({ ...row, ...change })).toBe(name);
});

test('months are of UTC', () => expect(monthText('2026-03')).toBe('Mar 2026'));
