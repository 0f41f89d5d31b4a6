import { dateOfDay, dayNumber, supportedYears, wholeNumber, yearOf } from './dates.ts';
import type { LocalDate } from './dates.ts';
import { holidaysOf } from './holidays.ts';
import type { ClosedDay } from './holidays.ts';

export { statutoryHolidays } from './holidays.ts';
export type { ClosedDay } from './holidays.ts';

/** Which days count as working days. Every method throws a RangeError for dates that do not exist or fall outside 1990–2100. */
export interface Calendar {
  isWorkingDay(date: LocalDate): boolean;
  /** Why a day is no working day, in Dutch ('zaterdag', 'Tweede Kerstdag', …); null for a working day. */
  closure(date: LocalDate): string | null;
  /** The nth working day after `date`; before it when `n` is negative; `date` itself, working day or not, when 0. */
  addWorkingDays(date: LocalDate, n: number): LocalDate;
  /** Working days in (date, until]; 0 when `until` is not later than `date`. */
  workingDaysAfter(date: LocalDate, until: LocalDate): number;
}

const DECREE = 'gelijkgestelde dag (KB)';

/** The days made equal to a holiday by royal decree (art. 3 lid 3 Algemene termijnenwet), as far as decreed today. */
export const decreeDays: readonly ClosedDay[] = [
  '2023-04-28', '2023-05-19', '2024-05-10', '2024-12-27', '2025-05-30',
  '2026-01-02', '2026-05-15', '2027-05-07', '2028-04-28', '2028-05-26',
].map((date) => ({ date, name: DECREE }));

/**
 * Monday to Friday without the statutory holidays and without `closedDays`. A given list stands in for the decree and
 * regional days alike, so an empty one leaves the statutory holidays only; add a regional closing day with
 * `calendarOf([...decreeDays, regional])`.
 * @throws RangeError for a closed day that does not exist or falls outside 1990–2100.
 */
export function calendarOf(closedDays: readonly ClosedDay[] = decreeDays): Calendar {
  const names = new Map(closedDays.map(({ date, name }) => [dayNumber(date), name]));
  let counted: WorkingDayCount | undefined;
  const count = (): WorkingDayCount => (counted ??= countOf([...names.keys()]));

  return {
    isWorkingDay(date) {
      const day = dayNumber(date);
      return count().upTo(day) > count().upTo(day - 1);
    },
    closure(date) {
      const day = dayNumber(date);
      const holidays = holidaysOf(yearOf(date)).filter((holiday) => holiday.day === day);
      if (holidays.length > 0) return holidays.map(({ name }) => name).join(' en ');
      return names.get(day) ?? weekend(day);
    },
    addWorkingDays(date, n) {
      const day = dayNumber(date);
      if (wholeNumber(n) === 0) return date;
      const nth = n > 0 ? count().upTo(day) + n : count().upTo(day - 1) + 1 + n;
      return dateOfDay(count().dayOfNth(nth));
    },
    workingDaysAfter(date, until) {
      return Math.max(0, count().upTo(dayNumber(until)) - count().upTo(dayNumber(date)));
    },
  };
}

/** The calendar with the decree days known today. */
export const systemCalendar: Calendar = calendarOf();

/** Working days numbered 1, 2, 3, … from the first day of the supported years. */
interface WorkingDayCount {
  /** How many there are up to and including a day. */
  upTo(day: number): number;
  /** The day of the nth. */
  dayOfNth(nth: number): number;
}

/**
 * Weekdays are numbered by arithmetic; of the closed weekdays, sorted, we keep how many working days precede each.
 * Either question is then one binary search, whatever the distance.
 */
function countOf(extra: readonly number[]): WorkingDayCount {
  const closed = closedWeekdays(extra);
  const workingDaysBefore = closed.map((day, index) => weekdaysUpTo(day) - index - 1);
  return {
    upTo: (day) => weekdaysUpTo(day) - countBelow(closed, day + 1),
    dayOfNth: (nth) => dayOfWeekday(nth + countBelow(workingDaysBefore, nth)),
  };
}

function closedWeekdays(extra: readonly number[]): Int32Array {
  const known = (statutory ??= statutoryWeekdays());
  const added = extra.filter((day) => isWeekday(day) && !known.includes(day));
  const closed = new Int32Array(known.length + added.length);
  closed.set(known);
  closed.set(added, known.length);
  return closed.sort();
}

/** The same for every calendar, so worked out once. */
let statutory: Int32Array | undefined;

function statutoryWeekdays(): Int32Array {
  const days: number[] = [];
  for (let year = supportedYears.first; year <= supportedYears.last; year++) {
    for (const { day } of holidaysOf(year)) {
      // Ascension and 5 May on one date come one after the other.
      if (isWeekday(day) && day !== days.at(-1)) days.push(day);
    }
  }
  return Int32Array.from(days);
}

function isWeekday(day: number): boolean {
  return day % 7 < 5;
}

/** Mondays to Fridays from day 0, a Monday, up to and including `day`. */
function weekdaysUpTo(day: number): number {
  const weeks = Math.floor(day / 7);
  return weeks * 5 + Math.min(day - weeks * 7 + 1, 5);
}

/** The day of the nth Monday to Friday, counted from 1. */
function dayOfWeekday(nth: number): number {
  const weeks = Math.floor((nth - 1) / 5);
  return weeks * 7 + nth - 1 - weeks * 5;
}

/** How many of the ascending numbers are less than `limit`. */
function countBelow(ascending: Int32Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? limit) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function weekend(day: number): string | null {
  const weekday = day % 7;
  if (weekday === 5) return 'zaterdag';
  return weekday === 6 ? 'zondag' : null;
}
