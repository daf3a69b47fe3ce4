import type { PathLength } from '../../contract';

/** "3", "5 to 9", "20 or more". */
export function touchesText({ from, below }: PathLength): string {
  if (below === null) return `${from} or more`;
  return below === from + 1 ? String(from) : `${from} to ${below - 1}`;
}

/** "under 1 h", "6 to 24 h", "3 to 7 days", "14 days or more". */
export function hoursText({ from, below }: PathLength): string {
  if (below === null) return `${from / 24} days or more`;
  if (from === 0) return `under ${below} h`;
  return from < 24 ? `${from} to ${below} h` : `${from / 24} to ${below / 24} days`;
}
