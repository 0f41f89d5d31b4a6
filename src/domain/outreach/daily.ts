/** Which days the overview of a day is about. */
import { DateTime } from 'luxon';
import { soonUntil } from '../deadlines/due.ts';
import type { Calendar } from '../time/calendar.ts';
import { startOfDay, ZONE, type Instant, type LocalDate } from '../time/dates.ts';

export interface DayToTell {
  today: LocalDate;
  /** The last day that counts as soon. */
  until: LocalDate;
  /** What came since the start of the working day before is new. */
  since: Instant;
}

export const dayToTell = (today: LocalDate, calendar: Calendar): DayToTell => ({ today, until: soonUntil(today, calendar), since: startOfDay(calendar.addWorkingDays(today, -1)) });

/** 'HH:MM' on the clock of Europe/Amsterdam. */
export const localTime = (at: Instant): string => DateTime.fromISO(at, { zone: ZONE }).toFormat('HH:mm');
