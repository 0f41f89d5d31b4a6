import { dateOfDay, dayNumber, wholeNumber, yearOf } from './dates.ts';
import type { LocalDate } from './dates.ts';
import { holidaysOf } from './holidays.ts';
import type { ClosedDay } from './holidays.ts';
import { countOf } from './working-days.ts';
import type { WorkingDayCount } from './working-days.ts';

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

function weekend(day: number): string | null {
  const weekday = day % 7;
  if (weekday === 5) return 'zaterdag';
  return weekday === 6 ? 'zondag' : null;
}
