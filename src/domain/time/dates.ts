import { DateTime, IANAZone } from 'luxon';

/** A day on the wall calendar of Europe/Amsterdam, written 'YYYY-MM-DD'. */
export type LocalDate = string;

/** A moment in UTC, ISO 8601, written '2026-10-25T22:00:00Z' (milliseconds only when they are not zero). */
export type Instant = string;

export const ZONE = 'Europe/Amsterdam';

/** The years for which dates are answered, both included. */
export const supportedYears = { first: 1990, last: 2100 };

const DAY_MS = 86_400_000;
const DAY_ZERO_MS = Date.UTC(supportedYears.first, 0, 1);
const MONTHS = (supportedYears.last - supportedYears.first + 1) * 12;

/** The day number on which each supported month begins, and the one after the last. */
const monthStarts = Int32Array.from({ length: MONTHS + 1 }, (_, month) => {
  return (Date.UTC(supportedYears.first, month, 1) - DAY_ZERO_MS) / DAY_MS;
});
const DAYS = monthStart(MONTHS);

const INSTANT_SHAPE = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/;

/** The local date at a moment. @throws RangeError when `at` is no UTC instant or falls outside 1990–2100. */
export function localDate(at: Instant): LocalDate {
  const ms = INSTANT_SHAPE.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(ms)) throw notAnInstant(at);
  const utcDay = Math.floor((ms - DAY_ZERO_MS) / DAY_MS);
  if (utcDay < -1 || utcDay >= DAYS) throw outside(at);
  // Date.parse takes 30 February for 2 March.
  if (utcDay >= 0 && dayOfMonth(utcDay) !== digits(at, 8, 10)) throw notAnInstant(at);
  // Amsterdam is ahead of UTC by less than a day, so the date there is that of UTC or the next.
  const day = ms < dayStart(utcDay + 1).ms ? utcDay : utcDay + 1;
  if (day < 0 || day >= DAYS) throw outside(at);
  return dateOfDay(day);
}

/** The first instant of a local day. @throws RangeError for a date that does not exist or falls outside 1990–2100. */
export function startOfDay(date: LocalDate): Instant {
  return dayStart(dayNumber(date)).instant;
}

/** The first instant after a local day; unlike the start of the next date it exists for the last day of 2100 too. */
export function endOfDay(date: LocalDate): Instant {
  return dayStart(dayNumber(date) + 1).instant;
}

/** The date `n` calendar days later, or earlier when `n` is negative. @throws RangeError outside 1990–2100. */
export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfDay(dayNumber(date) + wholeNumber(n));
}

/** The same day of the month `n` months later, or that month's last day: 31 August + 6 months is the last of February. */
export function addMonths(date: LocalDate, n: number): LocalDate {
  const day = dayNumber(date);
  const from = monthOf(day);
  const to = from + wholeNumber(n);
  if (to < 0 || to >= MONTHS) throw outside(`${date} and ${n} months`);
  return dateOfDay(Math.min(monthStart(to) + day - monthStart(from), monthStart(to + 1) - 1));
}

/** Whole months from one day to another: 15 January to 14 March is 1; 0 when the other lies before it. */
export function monthsBetween(from: LocalDate, to: LocalDate): number {
  const months = (yearOf(to) - yearOf(from)) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return Math.max(0, to.slice(8) < from.slice(8) ? months - 1 : months);
}

/** Calendar days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return dayNumber(b) - dayNumber(a);
}

/**
 * Days since 1 January 1990. That day was a Monday, so `dayNumber % 7` is the day of the week, Monday 0.
 * @throws RangeError for a date that does not exist or falls outside 1990–2100.
 */
export function dayNumber(date: LocalDate): number {
  const year = digits(date, 0, 4);
  const month = digits(date, 5, 7);
  const day = digits(date, 8, 10);
  const wellFormed = date.length === 10 && date[4] === '-' && date[7] === '-' && month >= 1 && month <= 12 && day >= 1;
  if (!wellFormed || Number.isNaN(year)) throw notADate(date);
  if (year < supportedYears.first || year > supportedYears.last) throw outside(date);
  const start = dayOf(year, month, 1);
  if (!(start + day <= monthStart(monthIndex(year, month) + 1))) throw notADate(date);
  return start + day - 1;
}

/** The inverse of `dayNumber`. @throws RangeError outside 1990–2100. */
export function dateOfDay(day: number): LocalDate {
  if (!(day >= 0 && day < DAYS)) throw outside(`day ${day} counted from ${supportedYears.first}-01-01`);
  const month = monthOf(day);
  const year = supportedYears.first + Math.floor(month / 12);
  return `${year}-${twoDigits((month % 12) + 1)}-${twoDigits(dayOfMonth(day))}`;
}

/** The day number of a year, month (1–12) and day of the month that are known to exist. */
export function dayOf(year: number, month: number, day: number): number {
  return monthStart(monthIndex(year, month)) + day - 1;
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

export function wholeNumber(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`);
  return n;
}

interface DayStart {
  ms: number;
  instant: Instant;
}

const amsterdam = IANAZone.create(ZONE);
const dayStarts = new Map<number, DayStart>();

/** Asked of luxon once a day number: a zone look-up costs more than all the counting. */
function dayStart(day: number): DayStart {
  const known = dayStarts.get(day);
  if (known !== undefined) return known;
  const midnight = DateTime.fromMillis(DAY_ZERO_MS + day * DAY_MS, { zone: 'utc' });
  const ms = midnight.setZone(amsterdam, { keepLocalTime: true }).toMillis();
  const start = { ms, instant: new Date(ms).toISOString().replace('.000Z', 'Z') };
  dayStarts.set(day, start);
  return start;
}

function monthIndex(year: number, month: number): number {
  return (year - supportedYears.first) * 12 + month - 1;
}

function monthStart(month: number): number {
  return monthStarts[month] ?? NaN;
}

/** A mean month is 30.44 days: dividing by slightly more never guesses late, and over these years one month early at most. */
function monthOf(day: number): number {
  const guess = Math.floor(day / 30.45);
  return monthStart(guess + 1) <= day ? guess + 1 : guess;
}

function dayOfMonth(day: number): number {
  return day - monthStart(monthOf(day)) + 1;
}

/** The number written at these places, NaN when one of them holds no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : NaN;
  }
  return number;
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : `${n}`;
}

function notADate(date: string): RangeError {
  return new RangeError(`not a date (YYYY-MM-DD): ${date}`);
}

function notAnInstant(at: string): RangeError {
  return new RangeError(`not an instant in UTC (YYYY-MM-DDTHH:MM:SSZ): ${at}`);
}

function outside(what: string): RangeError {
  return new RangeError(`outside ${supportedYears.first}–${supportedYears.last}: ${what}`);
}
