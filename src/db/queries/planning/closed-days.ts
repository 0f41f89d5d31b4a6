import { calendarOf, decreeDays, systemCalendar, type Calendar, type ClosedDay } from '../../../domain/time/calendar.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** The closed days by decree and those that an administrator added. */
export async function currentCalendar(sql: Db): Promise<Calendar> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days`;
  return added.length === 0 ? systemCalendar : calendarOf([...decreeDays, ...added]);
}

/** Both kinds in order of date; a day that is both counts as one by decree. */
export async function listClosedDays(sql: Db): Promise<(ClosedDay & { source: 'decree' | 'added' })[]> {
  const added = await sql<ClosedDay[]>`select date, name from closed_days`;
  const byDecree = decreeDays.map((day) => ({ ...day, source: 'decree' as const }));
  const others = added.filter(({ date }) => !byDecree.some((decreed) => decreed.date === date)).map((day) => ({ ...day, source: 'added' as const }));
  return [...byDecree, ...others].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The name of a day that was added; null when it was not. */
export async function addedDayName(sql: Db, date: LocalDate): Promise<string | null> {
  const [row] = await sql<{ name: string }[]>`select name from closed_days where date = ${date}`;
  return row?.name ?? null;
}
