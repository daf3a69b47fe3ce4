import { unitSpace } from './format';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const shapes = {
  isoDate: { locale: 'en-CA', options: { dateStyle: 'short' } },
  date: { locale: 'en-GB', options: { day: 'numeric', month: 'short' } },
  dateOfYear: { locale: 'en-GB', options: { day: 'numeric', month: 'short', year: 'numeric' } },
  minutes: { locale: 'en-GB', options: { hour: '2-digit', minute: '2-digit' } },
  seconds: { locale: 'en-GB', options: { hour: '2-digit', minute: '2-digit', second: '2-digit' } },
  full: { locale: 'en-GB', options: { dateStyle: 'medium', timeStyle: 'medium' } },
} satisfies Record<string, { locale: string; options: Intl.DateTimeFormatOptions }>;

// Making a formatter costs far more than using it.
const formats = new Map<string, Intl.DateTimeFormat>();

/** Throws where the zone is none. */
function format(shape: keyof typeof shapes, zone: string): Intl.DateTimeFormat {
  const key = `${shape} ${zone}`;
  const known = formats.get(key);
  if (known) return known;
  const { locale, options } = shapes[shape];
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  formats.set(key, made);
  return made;
}

/** The time zone to show times in: the campaign's, else UTC, so that all who look see the same. */
export function displayZone(timezone: string | null): string {
  if (timezone === null) return 'UTC';
  try {
    format('date', timezone);
    return timezone;
  } catch {
    return 'UTC';
  }
}

/** `7 min`, `3 h`, `2 d`: one unit, rounded down. */
export function duration(ms: number): string {
  const size = Math.max(0, ms);
  if (size < minuteMs) return `${Math.floor(size / secondMs)}${unitSpace}s`;
  if (size < hourMs) return `${Math.floor(size / minuteMs)}${unitSpace}min`;
  if (size < 2 * dayMs) return `${Math.floor(size / hourMs)}${unitSpace}h`;
  return `${Math.floor(size / dayMs)}${unitSpace}d`;
}

const sameDay = (a: number, b: number, zone: string): boolean => isoDate(a, zone) === isoDate(b, zone);

function isoDate(ms: number, zone: string): string {
  return format('isoDate', zone).format(ms);
}

export function clock(ms: number, zone: string, seconds: boolean): string {
  return format(seconds ? 'seconds' : 'minutes', zone).format(ms);
}

export function shortDate(ms: number, zone: string): string {
  return format('date', zone).format(ms);
}

/** The time alone on the day of `now`, else with its date. */
export function moment(ms: number, now: number, zone: string, seconds = false): string {
  const time = clock(ms, zone, seconds);
  return sameDay(ms, now, zone) ? time : `${shortDate(ms, zone)}, ${time}`;
}

export function fullMoment(ms: number, zone: string): string {
  return `${format('full', zone).format(ms)} ${zone}`;
}

/** A date of the contract (`2026-11-01`) as `1 Nov`; the year where it isn't the one of `now`. */
export function calendarDate(date: string, now: number): string {
  const ms = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(ms)) return date;
  const sameYear = new Date(ms).getUTCFullYear() === new Date(now).getUTCFullYear();
  return format(sameYear ? 'date' : 'dateOfYear', 'UTC').format(ms);
}

export interface Period {
  readonly start: string | null;
  readonly end: string | null;
}

export function dateRange({ start, end }: Period, now: number): string | null {
  if (start === null && end === null) return null;
  if (start === null) return `until ${calendarDate(end ?? '', now)}`;
  return end === null ? `from ${calendarDate(start, now)}` : `${calendarDate(start, now)} – ${calendarDate(end, now)}`;
}

/** Days of the contract, `3 Nov – 17 Nov`; one where both are the same. */
export function days(first: string, last: string): string {
  const now = Date.parse(`${last}T00:00:00Z`);
  const end = calendarDate(last, now);
  return first === last ? end : `${calendarDate(first, now)} – ${end}`;
}

/** `day 20 of 30`, in the campaign's days. */
export function progress({ start, end }: Period, now: number, zone: string): string | null {
  if (start === null) return null;
  const days = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
  const today = isoDate(now, zone);
  const day = days(start, today) + 1;
  if (Number.isNaN(day)) return null;
  if (day < 1) return day === 0 ? 'starts tomorrow' : `starts in ${1 - day} days`;
  if (end === null) return `day ${day}`;
  const length = days(start, end) + 1;
  return day > length ? `ended after ${length} days` : `day ${day} of ${length}`;
}

/**
 * How far the data are behind. While events flow it is the delay from event to publication; when
 * none have come for a minute, how long ago the last was.
 */
export function lag(asOf: string, publishedAt: string, now: number): string {
  const at = Date.parse(asOf);
  const age = Math.max(Date.parse(publishedAt), now) - at;
  if (age >= minuteMs) return `last event ${duration(age)} ago`;
  const behind = Math.max(0, Date.parse(publishedAt) - at);
  return behind < 10 * secondMs ? `${(behind / secondMs).toFixed(1)}${unitSpace}s behind` : `${duration(behind)} behind`;
}

/** The later of two times of the service; null: neither is known. */
export const latest = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) > Date.parse(one)) ? other : one;
