import { afterEach, describe, expect, test } from 'vitest';
import { beginDraft, draftOf, endDraft, type Draft } from '../src/features/alerts/drafts';

const at = (time: string): number => Date.parse(time);

describe('a comment that is being written', () => {
  let draft: Draft | undefined;
  afterEach(() => {
    if (draft) endDraft(draft);
  });
  const begin = (opened: string, rule = 'suspect-share') => (draft = beginDraft('spring', rule, at(opened)));

  test.each(['2026-03-01T12:00:00Z', '2026-03-01T11:45:00Z', '2026-03-01T12:15:00Z'])(
    'is found again where late events move the opening to %s', (moved) => {
      const begun = begin('2026-03-01T12:00:00Z');
      expect(draftOf('spring', 'suspect-share', at(moved))).toBe(begun);
    });

  test('is found again where a late order moves what is judged by the hour', () => {
    const begun = begin('2026-03-01T12:00:00Z', 'cpa-above');
    expect(draftOf('spring', 'cpa-above', at('2026-03-01T09:00:00Z'))).toBe(begun);
    expect(draftOf('spring', 'cpa-above', at('2026-03-01T05:00:00Z'))).toBeUndefined();
  });

  test('goes with an alert that lasts for days', () => {
    const begun = begin('2026-03-01T12:00:00Z');
    expect(draftOf('spring', 'suspect-share', at('2026-03-02T00:00:00Z'))).toBe(begun);
    expect(draftOf('spring', 'suspect-share', at('2026-03-03T00:00:00Z'))).toBe(begun);
  });

  test.each(['2026-03-02T12:00:00Z', '2026-03-01T12:16:00Z', '2026-03-03T00:00:00Z', '2026-03-01T00:00:00Z'])(
    'is not that of one which opened at %s', (other) => {
      begin('2026-03-01T12:00:00Z');
      expect(draftOf('spring', 'suspect-share', at(other))).toBeUndefined();
    });

  test('is about one alert, until it is sent or cancelled', () => {
    const begun = begin('2026-03-01T12:00:00Z');
    expect(draftOf('spring', 'ctr-drop', at('2026-03-01T12:00:00Z'))).toBeUndefined();
    expect(draftOf('autumn', 'suspect-share', at('2026-03-01T12:00:00Z'))).toBeUndefined();
    endDraft(begun);
    expect(draftOf('spring', 'suspect-share', at('2026-03-01T12:00:00Z'))).toBeUndefined();
  });
});
