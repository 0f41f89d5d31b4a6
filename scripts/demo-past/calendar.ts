/** The days that the demo's past is laid on: its rounds, the latest one first, and working days around today. */
import { DateTime } from 'luxon';
import { cutOffOf, monthAt } from '../../src/domain/rounds/round.ts';
import type { Calendar } from '../../src/domain/time/calendar.ts';
import { addDays, localDate, startOfDay, type Instant, type LocalDate } from '../../src/domain/time/dates.ts';

export interface PastRound {
  id: string;
  month: string;
  openedAt: Instant;
  /** Also when it was closed. */
  cutOff: Instant;
  confirmedAt: Instant;
}

/** Nine months that are over, and the one whose cases are at the door today. */
const ROUNDS = 10;
const HOUR_MS = 3_600_000;

export const clock = (date: LocalDate, minutes: number): Instant => new Date(Date.parse(startOfDay(date)) + minutes * 60_000).toISOString();
export const earlier = (a: Instant, b: Instant): Instant => (Date.parse(a) < Date.parse(b) ? a : b);
export const plusMs = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();

/** A working day: the day itself, or the first one after it. */
export const workingDayFrom = (calendar: Calendar, date: LocalDate): LocalDate => (calendar.isWorkingDay(date) ? date : calendar.addWorkingDays(date, 1));

/** Latest first. A round whose cut-off was less than an hour ago is not one of them: nobody has looked at its list yet. */
export function pastRounds(regionId: string, now: Instant, calendar: Calendar): PastRound[] {
  const current = DateTime.fromISO(monthAt(now));
  const months = Array.from({ length: ROUNDS + 1 }, (_, n) => current.minus({ months: n + 1 }).toFormat('yyyy-MM'));
  return months
    .filter((month) => Date.parse(cutOffOf(month)) < Date.parse(now) - HOUR_MS)
    .slice(0, ROUNDS)
    .map((month, n) => {
      const cutOff = cutOffOf(month);
      const confirmedOn = calendar.addWorkingDays(localDate(cutOff), 1);
      const confirmedAt = earlier(clock(confirmedOn, 9 * 60 + 30 + n), plusMs(now, -HOUR_MS / 2));
      return { id: `${regionId}-${month}`, month, cutOff, openedAt: cutOffOf(DateTime.fromISO(month).minus({ months: 1 }).toFormat('yyyy-MM')), confirmedAt };
    });
}

/** The latest round whose cases could be visited on that day already. */
export function roundBefore(rounds: readonly PastRound[], date: LocalDate): PastRound {
  const found = rounds.find(({ confirmedAt }) => addDays(localDate(confirmedAt), 1) < date) ?? rounds.at(-1);
  if (found === undefined) throw new RangeError('there is no past round');
  return found;
}
