import { displayName } from '../../figures/names';

/** Formats are the catalog's words: `reel`, `ig-story`. */
export function formatName(format: string): string {
  const shown = displayName(format).replaceAll(/[-_]/g, ' ');
  return shown.charAt(0).toUpperCase() + shown.slice(1);
}
