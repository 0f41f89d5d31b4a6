import type { Sql } from '../../db/connect.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { calendarOf, type ClosedDay } from '../../domain/time/calendar.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { dueOf, skippedDays, type Term } from '../../domain/time/terms.ts';
import { AppError } from '../../errors.ts';

interface Asked {
  from: Instant;
  term: Term;
  /** In place of the decree and regional days that the system knows; the statutory holidays stay. */
  closedDays?: readonly ClosedDay[] | undefined;
}

/** When a term ends, and which days it passes over. @throws AppError invalid-input where that is beyond the calendar */
export async function calculateTerm(sql: Sql, { from, term, closedDays }: Asked) {
  const calendar = closedDays === undefined ? await currentCalendar(sql) : calendarOf(closedDays);
  try {
    return { ...dueOf(from, term, calendar), skipped: skippedDays(from, term, calendar) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const field = { field: 'from', rule: 'range', message: 'Kies een begin en een termijn waarvan het einde tussen 1990 en 2100 valt.', value: from };
    throw new AppError('invalid-input', 'Deze termijn valt buiten de jaren 1990 tot en met 2100.', { fields: [field], cause: error });
  }
}
