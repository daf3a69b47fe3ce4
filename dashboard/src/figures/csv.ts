import { showMarks } from './names';

export type CsvValue = string | number | null | undefined;

/** What a spreadsheet may take for the beginning of a formula, also by full-width signs and behind blanks. */
const formula = /^(?:[\t\r\n]|[\s\p{Cf}\p{Cc}]*[=+\-@|\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b])/u;

/**
 * A spreadsheet runs text that starts like a formula; a leading apostrophe makes it text. Marks that would hide or
 * reorder it are written out. Numbers are written as they are, also negative ones.
 */
function field(value: CsvValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${showMarks(value)}` : showMarks(value);
  // Some spreadsheets take ; for the separator.
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet takes a file without the mark U+FEFF for one in another encoding, and garbles names. */
export const withMark = (csv: string): string => `\ufeff${csv}`;

/** RFC 4180, UTF-8 with a mark in front. */
export function toCsv(rows: readonly (readonly CsvValue[])[]): string {
  return withMark(`${rows.map((row) => row.map(field).join(',')).join('\r\n')}\r\n`);
}

export const download = (name: string, csv: string): void => save(name, new Blob([csv], { type: 'text/csv;charset=utf-8' }));

export function save(name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
