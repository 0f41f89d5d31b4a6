import { supportedYears } from './dates.ts';
import { holidaysOf } from './holidays.ts';

/** Working days numbered 1, 2, 3, … from the first day of the supported years. */
export interface WorkingDayCount {
  /** How many there are up to and including a day. */
  upTo(day: number): number;
  /** The day of the nth. */
  dayOfNth(nth: number): number;
}

/**
 * Weekdays are numbered by arithmetic; of the closed weekdays, sorted, we keep how many working days precede each.
 * Either question is then one binary search, whatever the distance. `extra` are day numbers closed beside the holidays.
 */
export function countOf(extra: readonly number[]): WorkingDayCount {
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
