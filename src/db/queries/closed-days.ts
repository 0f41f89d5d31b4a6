import { calendarOf, decreeDays, systemCalendar, type Calendar, type ClosedDay } from '../../domain/calendar.ts';
import type { Db } from '../connect.ts';

/** The calendar with the closing days that an administrator added. */
export async function currentCalendar(sql: Db): Promise<Calendar> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days`;
  return added.length === 0 ? systemCalendar : calendarOf([...decreeDays, ...added]);
}

/** Those by decree and those that were added, in order; one that is both is there by decree. */
export async function listClosedDays(sql: Db): Promise<(ClosedDay & { source: 'decree' | 'added' })[]> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days`;
  const byDecree = decreeDays.map((day) => ({ ...day, source: 'decree' as const }));
  const others = added.filter(({ date }) => !byDecree.some((decreed) => decreed.date === date)).map((day) => ({ ...day, source: 'added' as const }));
  return [...byDecree, ...others].sort((a, b) => (a.date < b.date ? -1 : 1));
}
