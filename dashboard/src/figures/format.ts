/** Between a number and its unit: never a line break. */
export const unitSpace = '\u00a0';
const minus = '−';
export const missing = '–';

type Figure = number | null | undefined;
const isKnown = (value: Figure): value is number => value !== null && value !== undefined && Number.isFinite(value);

// Making a formatter costs far more than using it, and a table uses thousands a second.
const byDecimals = [0, 1, 2].map((decimals) =>
  new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
const allDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 6 });
const currencySymbols = new Map<string, string>();

type Decimals = 0 | 1 | 2;

function grouped(value: number, decimals: Decimals): string {
  const text = byDecimals[decimals]?.format(Math.abs(value)) ?? '';
  // A value that rounds to zero has no sign.
  return value < 0 && /[1-9]/.test(text) ? minus + text : text;
}

const scales = [
  { from: 999_500_000_000, divisor: 1e12, sign: 'T' },
  { from: 999_500_000, divisor: 1e9, sign: 'B' },
  { from: 999_500, divisor: 1e6, sign: 'M' },
  { from: 9_999.5, divisor: 1e3, sign: 'k' },
] as const;

/** At most three significant digits from ten thousand on: 1.84 M, 48.2 k; below that in full. */
function abbreviated(value: number, from: number): string | null {
  const size = Math.abs(value);
  const scale = scales.find((candidate) => size >= Math.max(candidate.from, from));
  if (!scale) return null;
  const scaled = value / scale.divisor;
  return `${grouped(scaled, threeDigits(Math.abs(scaled)))}${unitSpace}${scale.sign}`;
}

/** Decimals that make three significant digits. */
function threeDigits(size: number): Decimals {
  if (size < 9.995) return 2;
  return size < 99.95 ? 1 : 0;
}

export function count(value: Figure): string {
  if (!isKnown(value)) return missing;
  return abbreviated(value, 0) ?? grouped(value, Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 1);
}

/** A ratio without unit, such as frequency. */
export function ratio(value: Figure): string {
  return isKnown(value) ? (abbreviated(value, 0) ?? grouped(value, threeDigits(Math.abs(value)))) : missing;
}

const minute = 60;
const hour = 60 * minute;
const fromHours = 100 * hour;

/** Seconds as minutes and seconds, 1:05; from an hour on 2:01:05, from a hundred hours on 120 h. */
export function clock(value: Figure): string {
  if (!isKnown(value)) return missing;
  const seconds = Math.round(value);
  if (seconds >= fromHours) return `${count(Math.round(seconds / hour))}${unitSpace}h`;
  const two = (part: number): string => String(part).padStart(2, '0');
  const minutes = Math.floor((seconds % hour) / minute);
  const rest = two(seconds % minute);
  return seconds >= hour ? `${Math.floor(seconds / hour)}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A fraction as percent. */
export function percent(value: Figure, maxDecimals: Decimals = 2): string {
  if (!isKnown(value)) return missing;
  const points = value * 100;
  const text = abbreviated(points, 0) ?? grouped(points, fewer(maxDecimals, threeDigits(Math.abs(points))));
  return `${text}${unitSpace}%`;
}

const fewer = (a: Decimals, b: Decimals): Decimals => (a < b ? a : b);

function currencySymbol(currency: string): string {
  const known = currencySymbols.get(currency);
  if (known !== undefined) return known;
  const symbol = findSymbol(currency);
  currencySymbols.set(currency, symbol);
  return symbol;
}

function findSymbol(currency: string): string {
  try {
    const parts = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
      .formatToParts(0);
    const symbol = parts.find((part) => part.type === 'currency')?.value ?? currency;
    return /\p{L}$/u.test(symbol) ? symbol + unitSpace : symbol;
  } catch {
    // Not an ISO 4217 code: say what was given.
    return currency + unitSpace;
  }
}

/** Decimal units, as disks have them: 148 MB. */
export function bytes(value: Figure): string {
  if (!isKnown(value)) return missing;
  const unit = [{ from: 1e9, sign: 'GB' }, { from: 1e6, sign: 'MB' }, { from: 1e3, sign: 'kB' }]
    .find(({ from }) => value >= from);
  if (!unit) return `${grouped(value, 0)}${unitSpace}B`;
  const scaled = value / unit.from;
  return `${grouped(scaled, threeDigits(scaled))}${unitSpace}${unit.sign}`;
}

/** Two decimals below a thousand, whole units up to a hundred thousand, then three digits. */
export function money(value: Figure, currency: string): string {
  if (!isKnown(value)) return missing;
  const size = Math.abs(value);
  const text = abbreviated(size, 99_999.5) ?? grouped(size, size < 999.995 ? 2 : 0);
  const sign = value < 0 && /[1-9]/.test(text) ? minus : '';
  return `${sign}${currencySymbol(currency)}${text}`;
}

/** The figure for a title, with its unit: all digits, as far as a number of JavaScript is sure of them. */
export function exact(value: Figure, unit: string): string {
  if (!isKnown(value)) return 'not defined or not known';
  const text = allDigits.format(Number(value.toPrecision(15)));
  return unit === '' ? text : `${text} ${unit}`;
}
