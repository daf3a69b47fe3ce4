import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { Share, Signal, Vetted, Vetting } from '../src/contract/vetting';
import { unitSpace } from '../src/figures/format';
import { Report } from '../src/features/vetting/Report';
import { figuresOf, foundFirst, intervalText, signalLabel, valueLabel, worstFirst } from '../src/features/vetting/words';

const share = (count: number, of: number): Share => ({ value: count / of, low: 0.1, high: 0.25, count, of });

const signal = (reason: string, state: Signal['state']): Signal => ({
  reason, state, why: `why of ${reason}`, share: null, rule: `rule of ${reason}`, mayWrong: `those of ${reason}`, mayBeStrangers: false,
});

const vetted = (creator: string, change: Partial<Vetted> = {}): Vetted => ({
  creator,
  conclusion: 'clear',
  engagements: 200,
  actors: 120,
  comments: 1,
  questions: [],
  signals: [signal('pod', 'unknown'), signal('ratio', 'not-found')],
  quality: { score: 71.6, low: 60, high: 80, certainty: 0.5, parts: [{ name: 'people', weight: 3, why: 'of whom', share: null }] },
  makeUp: [],
  ...change,
});

const shown = (...creators: Vetted[]): string => {
  const vetting: Vetting = { rows: 1, ignored: [], creators, table: '' };
  return renderToStaticMarkup(createElement(Report, { vetting })).replaceAll(unitSpace, ' ');
};

test('the worst comes first, then the name decides', () => {
  const all = [vetted('d'), vetted('c'), vetted('b', { conclusion: 'look-closer' }), vetted('a', { conclusion: 'too-few-to-say' }), vetted('e', { conclusion: 'ask-first' })];
  expect(worstFirst(all).map(({ creator }) => creator).join('')).toBe('ebacd');
});

test('what was found comes first, what is unknown last, else as the service has it', () => {
  const all = [signal('a', 'unknown'), signal('b', 'not-found'), signal('c', 'look-closer'), signal('d', 'not-found'), signal('e', 'ask-first')];
  expect(foundFirst(all).map(({ reason }) => reason).join('')).toBe('ecbda');
});

test('a reason that is not known here is shown as it is', () => {
  expect(signalLabel('follower-jump')).toBe('Jump of followers');
  expect(signalLabel('new-one')).toBe('new-one');
});

test('an interval has one unit', () => expect(intervalText(share(1, 5)).replaceAll(unitSpace, ' ')).toBe('10.0 to 25.0 %'));

describe('the make-up', () => {
  test('has hours by the clock', () => {
    const hours = ['20-24 UTC', '08-12 UTC', '12-16 UTC'].map((value) => ({ figure: 'hour', value, share: share(1, 4) }));
    expect(figuresOf(hours)[0]?.known.map(({ value }) => value)).toEqual(['08-12 UTC', '12-16 UTC', '20-24 UTC']);
  });

  test('is by figure, with what is unknown apart', () => {
    const [country, hour] = figuresOf([
      { figure: 'country', value: 'DE', share: share(3, 4) },
      { figure: 'country', value: 'others', share: share(1, 4) },
      { figure: 'country', value: 'unknown', share: share(2, 6) },
      { figure: 'hour', value: 'unknown', share: null },
    ]);
    expect(country?.known.map(({ value }) => value)).toEqual(['DE', 'others']);
    expect(country?.unknown).toEqual(share(2, 6));
    expect(hour).toEqual({ id: 'hour', label: 'Hours', known: [], unknown: null });
  });

  test.each([['country', 'VN', 'Vietnam'], ['platform', 'tiktok', 'TikTok'], ['kind', 'comm\u202eent', 'Comment'], ['kind', 'others', 'Others']])(
    '%s %s reads %s',
    (figure, value, label) => expect(valueLabel(figure, value)).toBe(label),
  );
});

describe('the report', () => {
  test('begins with what follows and what to ask, and says whom a finding may wrong', () => {
    const html = shown(vetted('anna', { conclusion: 'ask-first', questions: ['Who are they?'], signals: [signal('pod', 'ask-first')] }));
    const at = (text: string) => {
      expect(html).toContain(text);
      return html.indexOf(text);
    };
    const order = [at('Don’t pay before asked'), at('Who are they?'), at('Why of pod'), at('those of pod'), at('72')];
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('says what is unknown', () => {
    const html = shown(vetted('anna', { quality: { score: null, low: 0, high: 100, certainty: 0, parts: [] } }));
    expect(html).toContain('Why of pod');
    expect(html).toContain('>unknown</span>');
    expect(html).toContain('0 % of it known');
  });

  test('of several creators shows the worst, and lets the others be chosen', () => {
    const html = shown(vetted('anna'), vetted('ben', { conclusion: 'look-closer' }));
    expect(html).toContain('data-creator="ben"');
    expect(html).not.toContain('data-creator="anna"');
    expect(html.match(/aria-pressed/g)).toHaveLength(2);
  });

  test('a name from the file reorders nothing and runs nothing', () => {
    const html = shown(vetted('<b>an\u202ena'));
    expect(html).toContain('&lt;b&gt;anna');
    expect(html).not.toContain('\u202e</bdi>');
  });
});

test('the template names its columns once, and all rows have as many', () => {
  const [header = '', ...rows] = readFileSync(new URL('../public/vet-template.csv', import.meta.url), 'utf8').trim().split('\n');
  const columns = header.split(',');
  expect(new Set(columns).size).toBe(columns.length);
  expect(rows.map((row) => row.split(',').length)).toEqual(rows.map(() => columns.length));
});
