import type { Db, Sql } from '../../db/connect.ts';
import { dueFor, newFor, readersAt, type Reader } from '../../db/queries/outreach/daily.ts';
import { noteTold } from '../../db/queries/outreach/notifications.ts';
import { insertMails } from '../../db/queries/outreach/outbox.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { dayToTell, localTime, type DayToTell } from '../../domain/outreach/daily.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';

/**
 * Writes the overview of the day for every colleague for whom it is time: once a person and working day, and none to who has nothing due,
 * late or new. A process that dies is followed by another that goes on with those who have none yet.
 * @returns the ids of the outbox rows
 */
export async function writeDailyOverviews(sql: Sql, at: Instant): Promise<string[]> {
  const calendar = await currentCalendar(sql);
  const today = localDate(at);
  if (!calendar.isWorkingDay(today)) return [];
  const written: string[] = [];
  for (const reader of await readersAt(sql, { today, time: localTime(at) })) {
    const id = `daily.${reader.id}.${today}`;
    const isWritten = await sql.begin(async (tx) => {
      if (!(await noteTold(tx, reader.id, today)) || !(await hasAnything(tx, reader, dayToTell(today, calendar)))) return false;
      await insertMails(tx, [{ id, template: 'daily', recipient: { kind: 'account', id: reader.id }, data: {}, createdAt: at }]);
      return true;
    });
    if (isWritten) written.push(id);
  }
  return written;
}

async function hasAnything(tx: Db, reader: Reader, day: DayToTell): Promise<boolean> {
  return (await dueFor(tx, reader, day)).length + (await newFor(tx, reader, day.since)).length > 0;
}
