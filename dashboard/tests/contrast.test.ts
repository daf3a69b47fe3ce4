import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8');

function tokens(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split('}')[0] ?? '';
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', color = '']) => [name, color]));
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

const pairs = [
  ...['text', 'text-second', 'text-third', 'accent', 'good', 'warning', 'bad'].map((name) => [name, 'surface'] as const),
  ...['text', 'text-second', 'text-third'].map((name) => [name, 'background'] as const),
  ['text-second', 'line-faint'], ['accent', 'accent-back'], ['good', 'good-back'], ['warning', 'warning-back'],
  ['bad', 'bad-back'], ['on-accent', 'accent'], ['tip-text', 'tip'],
] as const;

describe.each([':root', ":root[data-theme='dark']"])('text of %s', (selector) => {
  const theme = tokens(selector);
  test.each(pairs)('%s is readable on %s', (text, back) => {
    expect(contrast(theme.get(text) ?? '', theme.get(back) ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});
