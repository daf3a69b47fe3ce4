import { expect, test } from 'vitest';
import type { PathRow } from '../src/contract';
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
