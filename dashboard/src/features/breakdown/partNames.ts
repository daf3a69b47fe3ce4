import { displayName } from '../../figures/names';

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** By its code of ISO 3166-1; `other` is what no list has. */
export const countryName = (code: string): string => (/^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : 'Other');

/** Formats are the catalog's words: `reel`, `ig-story`. */
export function formatName(format: string): string {
  const shown = displayName(format).replaceAll(/[-_]/g, ' ');
  return shown.charAt(0).toUpperCase() + shown.slice(1);
}
