import { describe, expect, test } from 'vitest';
import { audienceParts, audienceRange, audienceScore, commentsInWords, commentsOf } from '../src/figures/comments';
import { commentColumns } from '../src/tables/commentColumns';
import { audience, comments } from './fixtures';

describe('audience quality', () => {
  const good = audience({ score: 72.5, low: 55.4, high: 90.6, certainty: 2 / 3 });

  test('has a range, and no score where nothing is known', () => {
    expect([audienceScore(good), audienceRange(good)]).toEqual(['73', '55–91']);
    expect(audienceScore(audience())).toBe('–');
  });

  test('each part says what it is, or why it isn’t known', () => {
    expect(audienceParts(good)).toBe('67\u00a0% of it known\npeople: 80.0\u00a0%, 80 of 100\nspread: not counted');
  });
});

describe('comments', () => {
  const row = { comments: comments({ texts: 3, saying: 2, quality: 2 / 3, scored: 0, unscored: 3 }), commentsRaw: comments({ texts: 2000, quality: 0.5, scored: 1500, positive: 0.4, negative: 0.2, sentiment: -0.14, unscored: 500 }) };

  test('are shown as the view is: authentic or raw', () => {
    expect([commentsOf(row, 'authentic').texts, commentsOf(row, 'raw').texts]).toEqual([3, 2000]);
    const quality = commentColumns<typeof row>('raw').find(({ id }) => id === 'quality');
    expect([quality?.cell(row), quality?.csv?.(row)]).toEqual(['50\u00a0%', 0.5]);
  });

  test('what is not English is said to be unscored', () => {
    expect(commentsInWords(row.comments)).toBe('All of the campaign: 3 comments with a text, 67\u00a0% of them say something; 3 in other languages are not scored.');
    expect(commentsInWords(row.commentsRaw)).toContain('of 1,500 in English 40\u00a0% are positive and 20\u00a0% negative, −0.14 on average');
  });
});
