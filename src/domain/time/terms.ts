import { z } from 'zod';
import type { Calendar, ClosedDay } from './calendar.ts';
import { addDays, addMonths, daysBetween, endOfDay, localDate, startOfDay } from './dates.ts';
import type { Instant, LocalDate } from './dates.ts';

export const termUnits = ['workingDays', 'calendarDays', 'months'] as const;

/** A term as policy data. `extendToWorkingDay` is art. 1 Algemene termijnenwet: off unless said, for these are agreements. */
export const termSchema = z.strictObject({
  unit: z.enum(termUnits),
  amount: z.int().min(0),
  extendToWorkingDay: z.boolean().optional(),
});

export type Term = z.infer<typeof termSchema>;

/** The last day of a term (local) and the first instant after it, at which it is breached. */
interface Due {
  dueOn: LocalDate;
  dueBefore: Instant;
}

/** When a term that starts at `from` ends. It starts the local day after and ends at the end of its last local day. */
export function dueOf(from: Instant, term: Term, calendar: Calendar): Due {
  return dueAtEndOf(dueOn(localDate(from), term, calendar));
}

/**
 * The last day of a term whose event fell on `from`.
 * @throws RangeError when a date falls outside 1990–2100 or the amount is no whole number of 0 or more.
 */
export function dueOn(from: LocalDate, term: Term, calendar: Calendar): LocalDate {
  const end = count(from, term.amount, term.unit, calendar);
  return term.extendToWorkingDay === true && !calendar.isWorkingDay(end) ? calendar.addWorkingDays(end, 1) : end;
}

/**
 * The end of a term that counts back from a day: so much before it, on a working day. Nobody can be asked for what was not known,
 * so it ends no sooner than the first working day after `from`; and no later than the day itself.
 */
export function dueBackFrom(day: LocalDate, from: Instant, term: Term, calendar: Calendar): Due {
  const first = calendar.addWorkingDays(localDate(from), 1);
  const least = first < day ? first : day;
  const counted = countedBack(day, term, calendar);
  return dueAtEndOf(counted > least ? counted : least);
}

/** So much before the day; when that is a closed day, the working day before it. */
export function countedBack(day: LocalDate, { unit, amount }: Term, calendar: Calendar): LocalDate {
  const n = notNegative(amount);
  const end = unit === 'workingDays' ? calendar.addWorkingDays(day, -n) : unit === 'months' ? addMonths(day, -n) : addDays(day, -n);
  return calendar.isWorkingDay(end) ? end : calendar.addWorkingDays(end, -1);
}

/** The closed days between the end of a term in working days and the day that it counts back from. */
export function skippedBack(dueOn: LocalDate, day: LocalDate, { unit }: Term, calendar: Calendar): ClosedDay[] {
  const between = unit === 'workingDays' && dueOn < day ? daysBetween(dueOn, day) - 1 : 0;
  return Array.from({ length: between }, (_, n) => addDays(dueOn, n + 1)).flatMap((date) => closedDayAt(date, calendar));
}

/** 00:00 local time, `workingDaysBefore` working days before the last day; 0 is on that day itself. */
export function warnAt(dueOn: LocalDate, workingDaysBefore: number, calendar: Calendar): Instant {
  return startOfDay(calendar.addWorkingDays(dueOn, -notNegative(workingDaysBefore)));
}

/**
 * The days, weekends included, that the counting passed over, with their Dutch names: for a term in working days all
 * closed days from the day after `from` to the last day, otherwise those an extension skipped. So in working days
 * `amount` plus these are the calendar days the term takes.
 */
export function skippedDays(from: Instant, term: Term, calendar: Calendar): ClosedDay[] {
  const start = localDate(from);
  const counted = count(start, term.amount, term.unit, calendar);
  const end = dueOn(start, term, calendar);
  const passedFrom = term.unit === 'workingDays' && term.amount > 0 ? addDays(start, 1) : counted;
  const length = passedFrom === end ? 0 : daysBetween(passedFrom, end);
  return Array.from({ length }, (_, index) => addDays(passedFrom, index)).flatMap((date) => closedDayAt(date, calendar));
}

/**
 * What is left of a running term at a pause: days of its unit after the pause's date up to and including its last
 * day, never negative. A term in months is left in calendar days.
 */
export function remainingAfterPause(pausedOn: LocalDate, dueOn: LocalDate, unit: Term['unit'], calendar: Calendar): number {
  if (unit === 'workingDays') return calendar.workingDaysAfter(pausedOn, dueOn);
  return Math.max(0, daysBetween(pausedOn, dueOn));
}

/**
 * What is left of a term after a pause, as a term that starts on the day of resuming; 0 ends it that day. One in working days ends on
 * a working day, though it resumes on a closed one; one of art. 1 is extended as it would have been without the pause.
 * @param mayEndClosed as terms did before 0.3
 */
export function termAfterPause({ unit, extendToWorkingDay = false }: Term, remaining: number, mayEndClosed = false): Term {
  return { unit: unit === 'months' ? 'calendarDays' : unit, amount: remaining, extendToWorkingDay: !mayEndClosed && (unit === 'workingDays' || extendToWorkingDay) };
}

/** The new end of a term that runs on from the day after resuming with what `remainingAfterPause` gave. */
export function dueAfterPause(resumedOn: LocalDate, remaining: number, term: Term, calendar: Calendar, mayEndClosed = false): Due {
  return dueAtEndOf(dueOn(resumedOn, termAfterPause(term, remaining, mayEndClosed), calendar));
}

function dueAtEndOf(date: LocalDate): Due {
  return { dueOn: date, dueBefore: endOfDay(date) };
}

function count(from: LocalDate, amount: number, unit: Term['unit'], calendar: Calendar): LocalDate {
  const n = notNegative(amount);
  switch (unit) {
    case 'workingDays':
      return calendar.addWorkingDays(from, n);
    case 'calendarDays':
      return addDays(from, n);
    case 'months':
      return addMonths(from, n);
  }
}

function closedDayAt(date: LocalDate, calendar: Calendar): ClosedDay[] {
  const name = calendar.closure(date);
  return name === null ? [] : [{ date, name }];
}

function notNegative(n: number): number {
  if (n < 0) throw new RangeError(`a term cannot be negative: ${n}`);
  return n;
}
