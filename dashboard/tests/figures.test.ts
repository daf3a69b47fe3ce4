import { describe, expect, test } from 'vitest';
import { compare } from '../src/figures/comparison';
import { counterText, counterTitle, sortCounters } from '../src/figures/counters';
import { toCsv, withMark } from '../src/figures/csv';
import { clock, count, exact, money, percent, ratio } from '../src/figures/format';
import { metricOf } from '../src/figures/metrics';
import { displayName, mixesAlphabets, platformName, shorten } from '../src/figures/names';
import { suspectShare } from '../src/figures/suspect';
import { dateRange, displayZone, duration, lag, latest, moment, progress } from '../src/figures/time';
import { totals } from './fixtures';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('format', () => {
  test.each([
    [0, '0'], [7, '7'], [0.5, '0.5'], [999, '999'], [1206, '1,206'], [9999, '9,999'], [10_000, '10.0 k'], [48_210, '48.2 k'],
    [482_000, '482 k'], [999_499, '999 k'], [999_500, '1.00 M'], [1_840_000, '1.84 M'], [-12, '−12'], [2.5e9, '2.50 B'], [18e12, '18.0 T'], [1e18, '1,000,000 T'],
    [null, '–'], [undefined, '–'], [Number.NaN, '–'],
  ])('count %s → %s', (value, text) => expect(plain(count(value))).toBe(text));

  test.each([
    [0.0527, '5.27 %'], [0.124, '12.4 %'], [1.17, '117 %'], [0, '0.00 %'], [-0.06, '−6.00 %'], [0.0999999, '10.0 %'],
    [-0.0000001, '0.00 %'], [123.4, '12.3 k %'], [null, '–'],
  ])('percent %s → %s', (value, text) => expect(plain(percent(value))).toBe(text));

  test.each([
    [18.4, '€18.40'], [999.994, '€999.99'], [3400, '€3,400'], [48_210.4, '€48,210'], [99_999.6, '€100 k'], [1.84e6, '€1.84 M'],
    [-1.1, '−€1.10'], [-0.001, '€0.00'], [null, '–'],
  ])('money %s → %s', (value, text) => expect(plain(money(value, 'EUR'))).toBe(text));

  test('a currency without a sign of its own, and one that is none', () => {
    expect(plain(money(5, 'CHF'))).toBe('CHF 5.00');
    expect(plain(money(5, 'points'))).toBe('points 5.00');
  });

  test('all digits, but none that a double makes up', () => {
    expect(exact(18_000_000_000_000.002, 'EUR')).toBe('18,000,000,000,000 EUR');
    expect(exact(1_234_567.891234, 'EUR')).toBe('1,234,567.891234 EUR');
  });

  test('ratio', () => expect(ratio(1.666)).toBe('1.67'));

  test.each([
    [0, '0:00'], [9.4, '0:09'], [65, '1:05'], [599.5, '10:00'], [3599.6, '1:00:00'], [7265, '2:01:05'], [3_600_000, '1,000 h'],
    [null, '–'],
  ])('seconds %s → %s', (value, text) => expect(plain(clock(value))).toBe(text));

  test('exact keeps the digits', () => {
    expect(exact(1_841_233, '')).toBe('1,841,233');
    expect(exact(null, '%')).toBe('not defined or not known');
  });
});

test.each([['tiktok', 'TikTok'], ['TikTok', 'TikTok'], ['threads', 'threads'], ['__proto__', '__proto__'], ['constructor', 'constructor'], ['', 'unnamed']])(
  'platform %s → %s',
  (platform, name) => expect(platformName(platform)).toBe(name),
);

describe('comparison', () => {
  const against = (id: 'reach' | 'er' | 'cpa' | 'cost' | 'bounceRate' | 'timeOnSite', value: number | null, before: number | null) => {
    const { text, ...rest } = compare(metricOf(id), value, before, 'EUR');
    return { ...rest, text: plain(text) };
  };
  test('amounts by percent', () =>
    expect(against('reach', 1041, 1000)).toEqual({ direction: 'up', good: true, text: '4.1 %' }));
  test('rates by points', () =>
    expect(against('er', 0.047, 0.053)).toEqual({ direction: 'down', good: false, text: '0.60 pt' }));
  test('less is better for a cost per result', () =>
    expect(against('cpa', 18.4, 19.5)).toEqual({ direction: 'down', good: true, text: '€1.10' }));
  test('fewer bounces and more time are welcome', () => {
    expect(against('bounceRate', 0.3, 0.35)).toEqual({ direction: 'down', good: true, text: '5.00 pt' });
    expect(against('timeOnSite', 66, 60)).toEqual({ direction: 'up', good: true, text: '10.0 %' });
    expect(against('timeOnSite', 66, 0).text).toBe('from 0');
  });
  test('cost itself is neither good nor bad', () => expect(against('cost', 2, 1).good).toBeNull());
  test('what rounds to nothing is no change', () => expect(against('er', 0.05, 0.0500001).direction).toBe('same'));
  test('from nothing', () => expect(against('reach', 5, 0)).toEqual({ direction: 'up', good: true, text: 'from 0' }));
  test('without a value or a period before', () => {
    expect(against('cpa', null, 1).direction).toBe('none');
    expect(against('cpa', 1, null).text).toBe('nothing before');
  });
});

describe('time', () => {
  const at = Date.parse('2026-11-20T13:32:07Z');

  test.each([[-5, '0 s'], [59_999, '59 s'], [240_000, '4 min'], [3_600_000 * 3.9, '3 h'], [86_400_000 * 2, '2 d']])(
    'duration %i → %s', (ms, text) => expect(plain(duration(ms))).toBe(text));

  test('lag while events flow, and when they stopped', () => {
    const of = (published: string, now: number) => plain(lag('2026-11-20T13:32:07Z', published, now));
    expect(of('2026-11-20T13:32:07.300Z', at + 500)).toBe('0.3 s behind');
    expect(of('2026-11-20T13:32:27Z', at + 20_000)).toBe('20 s behind');
    expect(of('2026-11-20T13:32:07.300Z', at + 3 * 3_600_000)).toBe('last event 3 h ago');
    expect(of('2026-11-20T16:32:07Z', at)).toBe('last event 3 h ago');
    expect(of('2026-11-20T13:32:00Z', at)).toBe('0.0 s behind');
  });

  test('days count in the campaign’s zone', () => {
    const period = { start: '2026-11-01', end: '2026-11-30' };
    const lateEvening = Date.parse('2026-11-20T23:30:00Z');
    expect(progress(period, lateEvening, 'UTC')).toBe('day 20 of 30');
    expect(progress(period, lateEvening, 'Europe/Berlin')).toBe('day 21 of 30');
    expect(progress(period, Date.parse('2026-10-30T12:00:00Z'), 'UTC')).toBe('starts in 2 days');
    expect(progress(period, Date.parse('2026-12-01T12:00:00Z'), 'UTC')).toBe('ended after 30 days');
    expect(progress({ start: null, end: null }, at, 'UTC')).toBeNull();
  });

  test('dates', () => {
    expect(dateRange({ start: '2026-11-01', end: '2026-11-30' }, at)).toBe('1 Nov – 30 Nov');
    expect(dateRange({ start: '2025-12-01', end: '2026-01-30' }, at)).toBe('1 Dec 2025 – 30 Jan');
    expect(dateRange({ start: null, end: null }, at)).toBeNull();
  });

  test('the time alone today, else with its date', () => {
    expect(moment(at, at, 'Europe/Berlin')).toBe('14:32');
    expect(moment(at, at + 86_400_000, 'UTC', true)).toBe('20 Nov, 13:32:07');
  });

  test('an unknown zone is UTC', () => expect([displayZone('Mars/Olympus'), displayZone(null)]).toEqual(['UTC', 'UTC']));
});

describe('names', () => {
  test('nothing that reorders or hides stays', () => {
    expect(displayName('evil\u202egpj.exe')).toBe('evilgpj.exe');
    expect(displayName('a\u200bb\u2066c\u0000')).toBe('abc');
    expect(displayName(' \u200b ', 'id-1')).toBe('id-1');
  });
  test('joined emoji and right-to-left scripts stay whole', () => {
    expect(displayName('👩‍🚀 محمد')).toBe('👩‍🚀 محمد');
  });
  test('look-alikes', () => {
    expect(['Аnna', 'Anna', 'Анна', 'Anna Анна', 'Ωmega'].map(mixesAlphabets)).toEqual([true, false, false, false, true]);
  });
  test('shorten cuts between characters', () => expect(shorten('👩👩👩👩', 3)).toBe('👩👩…'));
});

describe('csv', () => {
  test('what the service wrote gets the mark, too', () => expect(withMark('creator\nZoë\n')).toBe('\ufeffcreator\nZoë\n'));
  test.each([' =1', '\u00a0=1', '\u3000=1', '\u200b=1', '\u202e=1', '\ufeff=1', '＝1', '＋1', '－1', '＠x', ' \u2066＝1', '\u2212 1'])(
    '%j is no formula',
    (text) => expect(toCsv([[text]])).toMatch(/^\ufeff"?'/),
  );
  test('names keep their signs where they mean nothing', () => {
    expect(toCsv([['a=b', 'ana+ben', 'x-y', 'a@b']])).toBe('\ufeffa=b,ana+ben,x-y,a@b\r\n');
  });
  test('a semicolon separates nothing, marks of direction are seen', () => {
    expect(toCsv([['a;b', 'evil\u202egpj.exe', 'a\u200bb']])).toBe('\ufeff"a;b",evil\\u202egpj.exe,a\\u200bb\r\n');
  });
  test('formulas become text, numbers stay numbers', () => {
    expect(toCsv([['=1+1', '+1', '-1', '@x', '\tx', -1.5, null], ['a"b', 'c,d', 'e\nf', 'plain', 'ü', 0, undefined]])).toBe(
      '\ufeff\'=1+1,\'+1,\'-1,\'@x,"\'\tx",-1.5,\r\n"a""b","c,d","e\nf",plain,ü,0,\r\n',
    );
  });
});

test('suspect share is what the authentic figures leave out', () => {
  const windows = () => ({ totals: totals(), raw: totals(), previousTotals: totals(), previousRaw: totals() });
  const measured = {
    totals: totals({ impressions: 90, clicks: 0 }), raw: totals({ impressions: 95, clicks: 5 }),
    windows: { '15m': windows(), '1h': windows(), '24h': windows() },
  };
  expect(suspectShare(measured, 'all')).toBeCloseTo(0.1);
  expect(suspectShare(measured, '1h')).toBeNull();
});

test('counters keep the contract’s order and say their change', () => {
  const counter = (value: number, change: number | null) => ({
    value, change, asOf: '2026-11-20T00:00:00Z', authentic: value, authenticLow: value, authenticHigh: value,
  });
  expect(sortCounters({ odd: counter(1, 0), saves: counter(1, 0), reach: counter(1, 0) }).map(([name]) => name)).toEqual(['reach', 'saves', 'odd']);
  expect([counter(5, null), counter(5, 2), counter(5, -2)].map(counterText)).toEqual(['5', '5 (+2)', '5 (−2)']);
  const cut = { ...counter(5, 2), authentic: 3, authenticLow: 1, authenticHigh: 4 };
  expect(counterText(cut)).toBe('3 of 5 (+2)');
  expect(counterTitle(cut, 'UTC')).toMatch(/^Authentic 3 \(1 to 4\)/);
});

test('the later of two times, of which either may be unknown', () => {
  const [early, late] = ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.5Z'];
  expect([latest(early, late), latest(late, early), latest(null, early), latest(late, null), latest(null, null)]).toEqual([late, late, early, late, null]);
});
