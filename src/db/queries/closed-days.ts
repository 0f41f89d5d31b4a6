import { calendarOf, decreeDays, systemCalendar, type Calendar, type ClosedDay } from '../../domain/calendar.ts';
import type { Db } from '../connect.ts';

/** The calendar with the closing days that an administrator added. */
export async function currentCalendar(sql: Db): Promise<Calendar> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days`;
  return added.length === 0 ? systemCalendar : calendarOf([...decreeDays, ...added]);
}
