import { describe, expect, test } from 'vitest';
import type { CaseRow } from '../src/contract';
import { eventsAddress } from '../src/features/cases/CaseEvidence';
import { aboutCase, isLastWord, once, standing, type Sent } from '../src/features/cases/useDecisions';
import { boughtText, change, confidenceText, counterOf, effectOf, expectedText, isOfGroup, leftOutText, listed, subject, toDecide } from '../src/features/cases/words';

const row = (id: string, more: Partial<CaseRow> = {}): CaseRow => ({
  id, code: 'pod', status: 'open', decidedBy: null, decidedAt: null, creator: null, content: null, platform: null, from: '2026-11-20T10:00:00Z', to: '2026-11-20T12:00:00Z',
  actors: 12, excluded: 12, events: 100, expected: 0, confidence: 0.95, rawEngagements: 1_000, authenticEngagements: 900, rawConversions: 20, authenticConversions: 18,
  rule: '', falsePositives: '', examples: [], counter: null, ...more,
});

describe('which cases are listed', () => {
  const rows = [
    row('pod/a', { events: 5 }),
    row('pod/b', { events: 9, status: 'escalated' }),
    row('slow-drip/c', { status: 'dismissed' }),
    row('inhuman-rate', { code: 'inhuman-rate', events: 7 }),
  ];
  const ids = (which: Parameters<typeof listed>[1], decidedHere: string[] = []) => listed(rows, which, new Set(decidedHere)).map(({ id }) => id);

  test('those with the most events come first, whatever was decided', () => {
    expect(ids('all')).toEqual(['slow-drip/c', 'pod/b', 'inhuman-rate', 'pod/a']);
  });

  test('what was escalated waits for a decision, single actors have a list of their own', () => {
    expect(ids('todo')).toEqual(['pod/b', 'pod/a']);
    expect(ids('decided')).toEqual(['slow-drip/c']);
    expect(ids('single')).toEqual(['inhuman-rate']);
    expect(toDecide(rows)).toBe(2);
  });

  test('what was decided here stays until another list is chosen', () => {
    expect(ids('todo', ['slow-drip/c'])).toEqual(['slow-drip/c', 'pod/b', 'pod/a']);
  });
});

describe('what stands about a case', () => {
  const sent = (more: Partial<Sent> = {}): Sent => ({ about: aboutCase('pod/a'), word: 'confirmed', before: 'none', shownThen: 'none', isUndo: false, step: 'written', at: 0, isSeen: false, ...more });
  const soon = 5_000;

  test('what was said here, until figures show it', () => {
    expect(standing(sent(), 'none', soon)).toBe('confirmed');
    expect(standing(sent(), 'confirmed', soon)).toBe('confirmed');
    expect(standing(sent({ step: 'sending' }), 'none', soon)).toBe('none');
    expect(standing(undefined, 'dismissed', soon)).toBe('dismissed');
  });

  test('a second thought, before figures know the first', () => {
    const second = sent({ word: 'dismissed', before: 'confirmed', shownThen: 'none' });
    expect(['none', 'confirmed', 'dismissed'].map((shown) => standing(second, shown, soon))).toEqual(['dismissed', 'dismissed', 'dismissed']);
    expect(isLastWord(second, 'none', soon)).toBe(true);
  });

  test('what somebody else said since, which is not taken back with the own word', () => {
    expect(standing(sent(), 'dismissed', soon)).toBe('dismissed');
    expect(standing(sent({ isSeen: true }), 'none', soon)).toBe('none');
    expect([['none', false], ['confirmed', false], ['dismissed', false], ['none', true], ['confirmed', true]].map(([shown, isSeen]) => isLastWord(sent({ isSeen: Boolean(isSeen) }), String(shown), soon))).toEqual([true, true, false, false, true]);
    expect(isLastWord(sent({ step: { refused: 'full' } }), 'dismissed', soon)).toBe(true);
  });

  test('a quick undo hides what a colleague says later for a minute at most', () => {
    const undone = sent({ word: 'none', before: 'confirmed', shownThen: 'none', isUndo: true, at: 1_000 });
    expect([60_999, 61_000].map((now) => standing(undone, 'confirmed', now))).toEqual(['none', 'confirmed']);
    expect([60_999, 61_000].map((now) => isLastWord(undone, 'confirmed', now))).toEqual([true, false]);
  });
});

describe('what a case says', () => {
  test('its confidence is a word and a number', () => {
    expect([0.95, 0.8, 0.3].map((confidence) => confidenceText(confidence))).toEqual(['strong, 95\u00a0%', 'moderate, 80\u00a0%', 'weak, 30\u00a0%']);
  });

  test('none to expect, few and unknown are told apart', () => {
    expect([0, 0.01, 4.5, null].map((expected) => expectedText(row('pod/a', { expected })))).toEqual(['0', 'below 0.1', '4.5', 'not known']);
  });

  test('how many are left out', () => {
    expect([12, 5, 0].map((excluded) => leftOutText(row('pod/a', { excluded }), 'moderate'))).toEqual(['all left out', '5 left out', 'none left out']);
  });

  test('who is left out although the case alone is too unsure, or dismissed, is so for more than it', () => {
    const text = (change: Parameters<typeof row>[1], strength: Parameters<typeof leftOutText>[1]) => leftOutText(row('pod/a', { excluded: 12, ...change }), strength);
    expect(text({ confidence: 0.8 }, 'moderate')).toBe('all left out, not by this alone');
    expect(text({ confidence: 0.8 }, 'strict')).toBe('all left out');
    expect(text({ confidence: 0.8, status: 'confirmed' }, 'moderate')).toBe('all left out');
    expect(text({ status: 'dismissed' }, 'moderate')).toBe('all left out, not by this alone');
  });

  test('its effect is by what everybody who is left out takes off', () => {
    expect(change(row('pod/a'))).toBeCloseTo(-0.1);
    expect(change(row('pod/a', { rawEngagements: 0, authenticEngagements: 0 }))).toBeNull();
    expect(subject(row('pod/a'))).toBe('of the campaign');
    expect(subject(row('slow-drip/a', { creator: 'ana' }))).toBe('of this creator');
    expect(subject(row('bought-burst/a', { creator: 'ana', content: 'post' }))).toBe('of this content');
  });

  test('only groups are decided about as a whole', () => {
    expect(isOfGroup(row('bought-burst/post/12'))).toBe(true);
    expect(isOfGroup(row('inhuman-rate'))).toBe(false);
  });
});

test('of a counter it says which part is held to be bought, and whose counter it is', () => {
  const counter = {
    platform: 'instagram', account: '@ana', name: 'followers', why: '', change: 8_000, bought: 7_600, boughtLow: 7_200, boughtHigh: 8_000,
    leftOut: true, raw: 45_000, authentic: 41_000,
  };
  expect(boughtText(counter)).toEqual({ share: '95\u00a0%', interval: '90\u00a0% to 100\u00a0%' });
  expect(counterOf(counter)).toBe('followers of @ana, Instagram');
  expect(counterOf({ ...counter, account: null, name: 'likes' })).toBe('likes of content, Instagram');
});

test('what a decision does is said of what the case is about', () => {
  expect(effectOf(row('pod/a'), 'confirmed')).toContain('actors are left out');
  expect(effectOf(row('click-injection/ana', { code: 'click-injection' }), 'confirmed')).toContain('no credit');
  expect(effectOf(row('leaked-code/ANA15', { code: 'leaked-code' }), 'confirmed')).toContain('Figures stay as they are');
});

test('an id in an address is nothing but an id', () => {
  expect(eventsAddress('a/b', 'pod/1&case=x')).toBe('/api/campaigns/a%2Fb/cases/events?case=pod%2F1%26case%3Dx');
});

test('the second press of a double click is none', () => {
  let presses = 0;
  const press = once(() => presses++);
  // By keyboard it counts no clicks.
  for (const detail of [0, 1, 2, 1]) press({ detail } as Parameters<typeof press>[0]);
  expect(presses).toBe(3);
});
