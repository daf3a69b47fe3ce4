import { describe, expect, test } from 'vitest';
import type { AudiencePairRow, ReportedReach } from '../src/contract';
import { duplication, explain, largest, matrixSize, Pairs, range, type Member } from '../src/features/audience/overlap';

const member = (id: string, reach: number, raw = reach): Member =>
  ({ id, label: id, totals: { reach, alone: 0 }, raw: { reach: raw, alone: 0 } });
const pair = (one: string, other: string): AudiencePairRow =>
  ({ id: JSON.stringify([one, other]), one, other, totals: { both: 1, share: 1 }, raw: { both: 1, share: 1 } });

test('the largest make the matrix, by what is looked at', () => {
  const members = [member('a', 1, 9), member('c', 5), member('b', 5)];
  expect(largest(members, 'authentic').map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  expect(largest(members, 'raw').map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  expect(largest(Array.from({ length: 40 }, (_, n) => member(`m${n}`, n)), 'raw')).toHaveLength(matrixSize);
});

test('a pair is found from either side, whatever names hold', () => {
  const pairs = new Pairs([pair('a","b', 'c'), pair('d', 'e')]);
  expect(pairs.find('c', 'a","b')?.one).toBe('a","b');
  expect(pairs.find('e', 'd')?.one).toBe('d');
  expect(pairs.find('a', 'b')).toBeUndefined();
});

test('people who are met again are a part of all that is added up', () => {
  expect(duplication(4, 7)).toBeCloseTo(3 / 7);
  expect(duplication(0, 0)).toBeNull();
});

describe('what platforms report', () => {
  const reported = (change: Partial<ReportedReach>): ReportedReach =>
    ({ items: 2, least: 500, most: 900, method: 'range', people: null, low: null, high: null, audience: null, ...change });

  test('each method says what it rests on', () => {
    expect(explain(reported({ method: 'measured', people: 600 }))).toMatch(/identified people/);
    expect(explain(reported({ method: 'independent', people: 700, audience: 1000 }))).toMatch(/Sainsbury.*1,000 people/);
    expect(explain(reported({}))).toMatch(/names no audience/);
    expect(explain(reported({ audience: 100 }))).toMatch(/100 people.*smaller/);
    expect(explain(reported({ least: 900, people: 900 }))).toMatch(/nothing to estimate/);
  });

  test('a range of one number is that number', () => {
    expect(range(500, 500)).toBe('500');
    expect(range(500, 12_000)).toBe('500 – 12.0\u00a0k');
  });
});
