import { expect, test } from 'vitest';
import { formatName } from '../src/features/breakdown/partNames';
import { countryName } from '../src/figures/names';

test.each([['DE', 'Germany'], ['GB', 'United Kingdom'], ['other', 'Other']])('country %s is %s', (code, name) => {
  expect(countryName(code)).toBe(name);
});

test.each([['reel', 'Reel'], ['ig-story', 'Ig story'], ['\u202egnp', 'Gnp'], ['\u200b', 'Unnamed']])('format %j is %s', (format, name) => {
  expect(formatName(format)).toBe(name);
});
