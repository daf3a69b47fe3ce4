// Controls, bidi embeddings, overrides, isolates and marks, and invisible spaces: a name may not
// reorder or hide what stands beside it. Joiners stay: emoji and several scripts need them.
const deceptive = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu;

/** A name from outside, safe to show; never empty. */
export function displayName(name: string, fallback = 'unnamed'): string {
  const cleaned = name.replace(deceptive, '').trim();
  return cleaned === '' ? fallback : cleaned;
}

/** The same marks written out, such as \\u202e: for texts that others compare by. Line breaks and tabs stay. */
export const showMarks = (text: string): string =>
  text.replace(deceptive, (mark) => (/[\t\r\n]/.test(mark) ? mark : `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`));

/** Latin mixed with look-alike letters within one word, as in «Аnna» with a Cyrillic А. */
export function mixesAlphabets(name: string): boolean {
  return name
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => /\p{Script=Latin}/u.test(word) && /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u.test(word));
}

/** Cuts at a length, by whole characters. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('').trimEnd()}…`;
}

// A map, since a platform's name comes from outside: an object would also answer to «__proto__».
const platforms = new Map([
  ['tiktok', 'TikTok'],
  ['instagram', 'Instagram'],
  ['youtube', 'YouTube'],
  ['facebook', 'Facebook'],
  ['twitch', 'Twitch'],
  ['x', 'X'],
  ['linkedin', 'LinkedIn'],
  ['pinterest', 'Pinterest'],
  ['snapchat', 'Snapchat'],
  ['blog', 'Blog'],
  ['podcast', 'Podcast'],
]);

export function platformName(platform: string): string {
  return platforms.get(platform.toLowerCase()) ?? displayName(platform);
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** By its code of ISO 3166-1; `other` is what no list has. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : 'Other');
