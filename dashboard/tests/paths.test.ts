import { describe, expect, test } from 'vitest';
import type { PathRow } from '../src/contract';
import { hoursText, touchesText } from '../src/features/paths/lengths';
import { pathForFile, pathText } from '../src/features/paths/PathSteps';

const totals = { conversions: 1, revenue: 10 };
const row = (steps: PathRow['steps'], isCut = false): PathRow => ({ id: '', steps, isCut, credited: 0, creditedStep: steps[0]!, totals, raw: totals });
const ann = { campaign: 'spring', creator: 'ann', name: 'Ann Lee', channel: '' };

test('a path names creators as people know them, and channels', () => {
  const email = { campaign: '', creator: '', name: '', channel: 'email' };
  expect(pathText(row([ann, email, ann]))).toBe('Ann Lee > email > Ann Lee');
});

test('a path that is cut says so, and content of nobody knows whom is no blank', () => {
  const nobody = { campaign: '', creator: '', name: '', channel: '' };
  expect(pathText(row([nobody, ann], true))).toBe('earlier steps > unknown > Ann Lee');
});

test('in a file a channel is no creator, and a sign in a name parts no steps', () => {
  const email = { campaign: '', creator: '', name: '', channel: 'email' };
  const sly = { ...ann, name: 'Ann > Bob' };
  expect(pathForFile(row([sly, email], true))).toBe('earlier steps > Ann › Bob > channel:email');
});

describe('lengths of paths', () => {
  const row = (from: number, below: number | null) => ({ from, below, conversions: 0, raw: 0 });

  test('touches are said as people count them', () => {
    expect([row(1, 2), row(5, 10), row(20, null)].map(touchesText)).toEqual(['1', '5 to 9', '20 or more']);
  });

  test('time is said in hours below a day, then in days', () => {
    const texts = [row(0, 1), row(6, 24), row(24, 72), row(336, null)].map(hoursText);
    expect(texts).toEqual(['under 1 h', '6 to 24 h', '1 to 3 days', '14 days or more']);
  });
});
