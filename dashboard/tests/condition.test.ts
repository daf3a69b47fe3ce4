import { expect, test } from 'vitest';
import type { Status } from '../src/contract/operations';
import { conditionOf } from '../src/figures/condition';

const well: Status = {
  redis: { state: 'live', sinceMs: null },
  refusal: null,
  figures: { state: 'live', reason: null, sinceMs: null },
};
const figures = (state: Status['figures']['state']): Status => ({ ...well, figures: { state, reason: 'why', sinceMs: 1 } });
const word = (told: Parameters<typeof conditionOf>[1]): string => conditionOf('live', told).word;

test('a connection alone is not live: the service has to say that figures are', () => {
  expect(word('asked')).toBe('Connecting');
  expect(word('silent')).toBe('No answer');
  expect(word(well)).toBe('Live');
});

test.each([['starting', 'Starting'], ['behind', 'Behind'], ['stalled', 'Standing still']] as const)(
  'figures that are %s are said to be',
  (state, expected) => expect(conditionOf('live', figures(state))).toMatchObject({ status: state, word: expected }),
);

test('while no input is taken nothing new can come', () => {
  expect(word({ ...well, refusal: { reason: 'The disk is full.', sinceMs: 1 } })).toBe('No input');
  expect(word({ ...figures('stalled'), refusal: { reason: 'The disk is full.', sinceMs: 1 } })).toBe('Standing still');
});

test('Redis away is no loss', () => expect(word({ ...well, redis: { state: 'away', sinceMs: 1 } })).toBe('Live'));

test('without a connection what the service said before says nothing', () => {
  expect(conditionOf('reconnecting', well).status).toBe('reconnecting');
  expect(conditionOf('offline', well).status).toBe('offline');
});
