import { DateTime, IANAZone } from 'luxon';

/** A day on the wall calendar of Europe/Amsterdam, written 'YYYY-MM-DD'. */
export type LocalDate = string;

/** A moment in UTC, ISO 8601, written '2026-10-25T22:00:00Z' (milliseconds only when they are not zero). */
export type Instant = string;

export const ZONE = 'Europe/Amsterdam';

const FIRST_YEAR = 1990;
const LAST_YEAR = 2100;
const DAY_MS = 86_400_000;
const DAY_ZERO_MS = Date.UTC(FIRST_YEAR, 0, 1);
const LAST_DAY = (Date.UTC(LAST_YEAR, 11, 31) - DAY_ZERO_MS) / DAY_MS;

const DATE_SHAPE = /^\d{4}-\d\d-\d\d$/;
const INSTANT_SHAPE = /^\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,3})?Z$/;

const amsterdam = IANAZone.create(ZONE);
const dayStarts = new Map<number, Instant>();

/** The local date at a moment. @throws RangeError when `at` is no UTC instant or falls outside 1990–2100. */
export function localDate(at: Instant): LocalDate {
  const ms = INSTANT_SHAPE.test(at) && isDate(at.slice(0, 10)) ? Date.parse(at) : NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an instant in UTC (YYYY-MM-DDTHH:MM:SSZ): ${at}`);
  const localMs = ms + amsterdam.offset(ms) * 60_000;
  return dateOfDay(Math.floor((localMs - DAY_ZERO_MS) / DAY_MS));
}

/** The first instant of a local day. @throws RangeError for a date that does not exist or falls outside 1990–2100. */
export function startOfDay(date: LocalDate): Instant {
  return startOfDayNumber(dayNumber(date));
}

/** The first instant after a local day; unlike the start of the next date it exists for the last day of 2100 too. */
export function endOfDay(date: LocalDate): Instant {
  return startOfDayNumber(dayNumber(date) + 1);
}

/** The date `n` calendar days later, or earlier when `n` is negative. @throws RangeError outside 1990–2100. */
export function addDays(date: LocalDate, n: number): LocalDate {
  return dateOfDay(dayNumber(date) + wholeNumber(n));
}

/** The same day of the month `n` months later, or that month's last day: 31 August + 6 months is the last of February. */
export function addMonths(date: LocalDate, n: number): LocalDate {
  dayNumber(date);
  const months = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + wholeNumber(n);
  const year = Math.floor(months / 12);
  const month = months - year * 12 + 1;
  const day = Math.min(Number(date.slice(8, 10)), daysInMonth(year, month));
  return dateOfDay(dayOf(year, month, day));
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
  if (!isDate(date)) throw new RangeError(`not a date (YYYY-MM-DD): ${date}`);
  const day = dayOf(yearOf(date), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
  assertInRange(day, date);
  return day;
}

/** The inverse of `dayNumber`. @throws RangeError outside 1990–2100. */
export function dateOfDay(day: number): LocalDate {
  assertInRange(day, day);
  return new Date(DAY_ZERO_MS + day * DAY_MS).toISOString().slice(0, 10);
}

/** The day number of a year, month (1–12) and day of the month that are known to exist. */
export function dayOf(year: number, month: number, day: number): number {
  return (Date.UTC(year, month - 1, day) - DAY_ZERO_MS) / DAY_MS;
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4));
}

/** The years for which dates are answered, both included. */
export const supportedYears = { first: FIRST_YEAR, last: LAST_YEAR };

export function wholeNumber(n: number): number {
  if (!Number.isSafeInteger(n)) throw new RangeError(`not a whole number: ${n}`);
  return n;
}

function startOfDayNumber(day: number): Instant {
  const known = dayStarts.get(day);
  if (known !== undefined) return known;
  const utcMidnight = new Date(DAY_ZERO_MS + day * DAY_MS);
  const local = DateTime.fromJSDate(utcMidnight, { zone: 'utc' }).setZone(amsterdam, { keepLocalTime: true });
  const start = new Date(local.toMillis()).toISOString().replace('.000Z', 'Z');
  dayStarts.set(day, start);
  return start;
}

function isDate(text: string): boolean {
  if (!DATE_SHAPE.test(text)) return false;
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8, 10));
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(yearOf(text), month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function assertInRange(day: number, given: LocalDate | number): void {
  if (day >= 0 && day <= LAST_DAY) return;
  const named = typeof given === 'string' ? given : `day ${given} counted from ${FIRST_YEAR}-01-01`;
  throw new RangeError(`outside ${FIRST_YEAR}–${LAST_YEAR}: ${named}`);
}
