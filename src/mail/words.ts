/** Days and moments in plain Dutch, with the day of the week: a mail is read days later. */
import { DateTime } from 'luxon';
import { ZONE, type Instant, type LocalDate } from '../domain/dates.ts';

/** '2026-12-03' → 'donderdag 3 december 2026'. */
export function dayInWords(date: LocalDate): string {
  return DateTime.fromISO(date, { zone: ZONE, locale: 'nl' }).toFormat('cccc d LLLL yyyy');
}

/** An instant on the clock of Europe/Amsterdam: 'maandag 26 oktober 2026 om 09:15 uur'. */
export function momentInWords(at: Instant): string {
  return DateTime.fromISO(at, { zone: ZONE, locale: 'nl' }).toFormat("cccc d LLLL yyyy 'om' HH:mm 'uur'");
}

/** '2026-10' → 'oktober 2026'. */
export function monthInWords(month: string): string {
  return DateTime.fromISO(month, { zone: ZONE, locale: 'nl' }).toFormat('LLLL yyyy');
}
