import { expect, test } from 'vitest';
import { share } from '../src/contract/share';

test('equal values are the very same', () => {
  const before = { a: [1, { b: null }], c: 'x' };
  expect(share(before, structuredClone(before))).toBe(before);
});

test('a difference keeps its unchanged neighbours', () => {
  const before = { a: { x: 1 }, b: { y: 1 } };
  const after = share(before, { a: { x: 1 }, b: { y: 2 } });
  expect(after).toEqual({ a: { x: 1 }, b: { y: 2 } });
  expect(after.a).toBe(before.a);
});

test.each([
  [[1, 2], [1]],
  [{ a: 1 }, { a: 1, b: undefined }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [[1], { 0: 1 }],
  [null, {}],
])('%j and %j differ', (before, after) => {
  expect(share(before, after)).not.toBe(before);
  expect(share(before, after)).toEqual(after);
});
