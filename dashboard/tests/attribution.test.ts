import { describe, expect, test } from 'vitest';
import type { AttributionRow, ModelCredit } from '../src/contract';
import { withoutCreatorText } from '../src/features/attribution/CreatorCredit';
import { creditColumns, forFile, intervalNote, rangeText, titled, upperEnds } from '../src/features/attribution/creditColumns';
import {
  cpaInterval, intervalOf, kindsOf, mostDisputed, parts, roasInterval, roiInterval, scaleEnd, spreadOf, valueOf, withoutContent,
} from '../src/features/attribution/credits';
import { fitNote, models, reasonOf, type Model } from '../src/features/attribution/models';
import { listed, placesOf, placesText, tieGroups, tiesByRow } from '../src/features/attribution/ties';
import { attribution, attributionRow, credit } from './fixtures';

const view = { window: 'all', mode: 'authentic', currency: 'EUR' } as const;
const raw = { ...view, mode: 'raw' } as const;

describe('the model to decide by', () => {
  test.each([
    [{ model: 'markov', reason: 'enough-conversions' }, 512, 'it needs 300 conversions, and the workspace has 512.'],
    [{ model: 'uShaped', reason: 'too-few-conversions' }, 42, 'data-driven models need 300 conversions, and the workspace has 42.'],
    [{ model: 'linear', reason: 'chosen' }, 512, 'chosen for this campaign.'],
  ] as const)('%j with %i conversions: %s', (primary, conversions, text) => {
    expect(reasonOf(attribution({ primary, fitted: { conversions, unconverted: 0, sampled: 0 } }))).toBe(text);
  });

  test('there is a definition of each model that a row has', () => {
    const { removalEffect: _, ...given } = attributionRow('a').totals;
    expect(models.map(({ id }) => id).sort()).toEqual(Object.keys(given).sort());
  });

  test('a sample of visitors, folded steps and rare paths are said', () => {
    const text = fitNote(attribution({ folded: 7, shortened: 3 }), { conversions: 900, unconverted: 5000, sampled: 2500 });
    expect(text).toContain('900 conversions and of 5,000 visitors');
    expect(text).toContain('(2,500 of them were looked at)');
    expect(text).toContain('7 creators and channels');
    expect(text).toContain('3 orders went rare paths');
    expect(fitNote(attribution(), { conversions: 900, unconverted: 10, sampled: 10 })).not.toContain('looked at');
  });
});

describe('what no creator has', () => {
  test('is said as the model has it, authentic or raw', () => {
    const { totals, raw } = attributionRow('', { linear: { conversions: 24.5, revenue: 1234.5 } });
    const text = (mode: 'authentic' | 'raw') => withoutCreatorText({ totals, raw }, 'linear', { mode, currency: 'EUR' } as never);
    expect(text('authentic')).toContain('24.5 conversions');
    expect(text('raw')).toContain('24.5 conversions');
  });
});

describe('intervals', () => {
  const row = attributionRow('a', { markov: { revenue: 100, revenueLow: 80, revenueHigh: 130, conversions: 4, conversionsLow: 2, conversionsHigh: 5 } });

  test('are of the measure that is asked for, and raw figures have none', () => {
    expect(intervalOf(row, 'markov', 'revenue', 'authentic')).toEqual({ low: 80, high: 130 });
    expect(intervalOf(row, 'markov', 'conversions', 'authentic')).toEqual({ low: 2, high: 5 });
    expect(intervalOf(row, 'markov', 'revenue', 'raw')).toBeNull();
    expect(valueOf(row, 'markov', 'revenue', 'raw')).toBe(100);
  });

  test('one without width was not drawn', () => {
    const sure = attributionRow('a', { markov: { revenue: 100, revenueLow: 100, revenueHigh: 100 } });
    expect(intervalOf(sure, 'markov', 'revenue', 'authentic')).toBeNull();
  });

  test('are written with their unit at both ends', () => {
    expect(rangeText({ low: 80, high: 130.5 }, 'revenue', view)).toBe('€80.00 – €130.50');
    expect(rangeText({ low: 2, high: 120.4 }, 'conversions', view)).toBe('2.0 – 120');
  });

  test('in titles follow the exact figure', () => {
    expect(titled(100.25, 'EUR', { low: 80.123456, high: 130.5 })).toBe('100.25 EUR, 95 %: 80.12 to 130.5 EUR');
    expect(titled(100, 'EUR', { low: 80, high: null })).toBe('100 EUR, 95 %: 80 or more');
    expect(titled(100, 'EUR', null)).toBe('100 EUR');
  });

  test('of ratios to cost: the more conversions, the lower a CPA', () => {
    expect(cpaInterval(40, { low: 2, high: 5 })).toEqual({ low: 8, high: 20 });
    expect(cpaInterval(40, { low: 0, high: 5 })).toEqual({ low: 8, high: null });
    expect(roasInterval(40, { low: 80, high: 130 })).toEqual({ low: 2, high: 3.25 });
    expect(roiInterval(40, { low: 20, high: 130 })).toEqual({ low: -0.5, high: 2.25 });
    expect(roiInterval(0, { low: 20, high: 130 })).toBeNull();
    expect(cpaInterval(null, { low: 2, high: 5 })).toBeNull();
    expect(cpaInterval(0, { low: 2, high: 5 })).toBeNull();
  });

  test.each([[[130], 150], [[100], 100], [[0.4], 0.5], [[76_000, 10], 100_000], [[], 0]])('the scale that holds %j ends at %d', (highs, end) => {
    const rows = highs.map((revenueHigh) => attributionRow('a', { markov: { revenueLow: 0, revenueHigh } }));
    expect(scaleEnd(rows, 'markov', 'revenue', 'authentic')).toBe(end);
  });

  test('a note says what they rest on', () => {
    expect(intervalNote(1005, view)).toContain('1,005 orders');
    expect(intervalNote(1005, raw)).toContain('no intervals');
  });
});

describe('ties', () => {
  const placed = (name: string, revenue: number, rankFirst: number, rankLast: number) =>
    attributionRow(name, { markov: { revenue, rankFirst, rankLast } });
  const byMarkov = (row: AttributionRow): ModelCredit => row.totals.markov;
  const groupsOf = (...rows: AttributionRow[]) => tieGroups(rows, byMarkov).map((group) => group.map(({ creator }) => creator).join(''));

  test('who may have the same place can’t be told apart, the greatest first', () => {
    expect(groupsOf(placed('c', 1, 3, 3), placed('b', 2, 1, 2), placed('a', 3, 1, 2))).toEqual(['ab']);
  });

  test('a chain ties neighbours, not its ends', () => {
    const rows = [placed('a', 9, 1, 2), placed('b', 8, 2, 3), placed('c', 7, 3, 4)];
    expect(groupsOf(...rows)).toEqual(['ab', 'bc']);
    const ties = tiesByRow(tieGroups(rows, byMarkov));
    expect(rows.map((row) => ties.get(row)?.map(({ creator }) => creator).join(''))).toEqual(['b', 'ac', 'b']);
  });

  test('a group that is part of another isn’t said again', () => {
    expect(groupsOf(placed('a', 9, 1, 2), placed('b', 8, 1, 4), placed('c', 7, 2, 4), placed('d', 6, 2, 4))).toEqual(['abcd']);
  });

  test('nobody ties where places are apart or unknown, and who earned nothing doesn’t', () => {
    expect(groupsOf(placed('a', 9, 1, 1), placed('b', 8, 2, 2))).toEqual([]);
    expect(groupsOf(placed('a', 9, 0, 0), placed('b', 8, 0, 0))).toEqual([]);
    expect(groupsOf(placed('a', 0, 1, 2), placed('b', 0, 1, 2))).toEqual([]);
  });

  test('places are a range where there are several, and 0 is not known', () => {
    expect(placesText({ first: 1, last: 2 })).toBe('1–2');
    expect(placesText({ first: 3, last: 3 })).toBe('3');
    expect(placesOf(credit({ rankFirst: 0, rankLast: 0 }))).toBeNull();
    expect(placesOf(credit())).toBeNull();
  });

  test('many names are cut', () => {
    expect(listed(['A', 'B'])).toBe('A and B');
    expect(listed(['A', 'B', 'C'])).toBe('A, B and C');
    expect(listed([...'ABCDEFG'])).toBe('A, B, C, D and 3 more');
  });
});

describe('how models differ', () => {
  const all = (value: number, change: Partial<Record<Model, number>> = {}) =>
    Object.fromEntries(models.map(({ id }) => [id, { revenue: change[id] ?? value, conversions: 1 }]));
  const agreed = attributionRow('agreed', all(500));
  const disputed = attributionRow('disputed', all(50, { markov: 90, lastTouch: 10 }));

  test('the least and the most, with their models', () => {
    expect(spreadOf(disputed, 'revenue', 'authentic')).toEqual({ low: 10, high: 90, lowest: 'lastTouch', highest: 'markov' });
  });

  test('the one about whom they differ most', () => {
    expect(mostDisputed([agreed, disputed], 'revenue', 'authentic')?.row).toBe(disputed);
    expect(mostDisputed([agreed], 'revenue', 'authentic')).toBeNull();
  });

  test('a model that says nothing of somebody has no part in it', () => {
    const folded = attributionRow('folded', { ...all(50), markov: { revenue: null } });
    expect(spreadOf(folded, 'revenue', 'authentic')).toMatchObject({ low: 50, high: 50 });
  });
});

describe('the columns', () => {
  const ids = (rows: AttributionRow[], shown: typeof view | typeof raw) => creditColumns(rows, 'linear', shown).map(({ id }) => id);
  const kinds = { purchase: 2, signup: 1 };
  const drawn = attributionRow('a', { linear: { revenue: 5, revenueLow: 1, revenueHigh: 9, conversions: 3, conversionsLow: 1, conversionsHigh: 4, kinds } });

  test('kinds have columns where not all are purchases', () => {
    const sold = attributionRow('b', { linear: { kinds: { purchase: 2 } } });
    expect(kindsOf([sold], 'linear', 'authentic')).toEqual([]);
    expect(kindsOf([sold, drawn], 'linear', 'authentic')).toEqual(['purchase', 'signup']);
    expect(kindsOf([drawn], 'linear', 'raw')).toEqual([]);
  });

  test('intervals have columns where there are any', () => {
    expect(ids([drawn], view)).toEqual(['revenue', 'revenueLow', 'conversions', 'conversionsLow', 'kind-purchase', 'kind-signup']);
    expect(ids([drawn], raw)).toEqual(['revenue', 'conversions']);
  });

  test('a file has both ends', () => {
    const columns = forFile(creditColumns([drawn], 'linear', view), upperEnds('linear', view));
    expect(columns.map((column) => [column.name ?? column.label, column.csv?.(drawn)])).toEqual([
      ['Revenue', 5], ['Revenue, at least', 1], ['Revenue, at most', 9],
      ['Conversions', 3], ['Conversions, at least', 1], ['Conversions, at most', 4],
      ['Purchases', 2], ['Sign-ups', 1],
    ]);
  });

  test('parts of conversions have a decimal below a hundred', () => {
    expect([parts(1.26), parts(99), parts(1234.5), parts(null)]).toEqual(['1.3', '99.0', '1,235', '–']);
  });

  test('what creators have and their content hasn’t', () => {
    const item = { content: 'x', creator: 'a', totals: attributionRow('', { linear: { revenue: 3 } }).totals, raw: drawn.raw };
    expect(withoutContent([drawn], [item], 'linear', 'revenue', 'authentic')).toBe(2);
  });
});
