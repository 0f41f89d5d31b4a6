/** Moments in plain Dutch, with the day of the week: a mail is read days later. */
import { DateTime } from 'luxon';
import { ZONE, type Instant } from '../domain/time/dates.ts';

/** An instant on the clock of Europe/Amsterdam: 'maandag 26 oktober 2026 om 09:15 uur'. */
export function momentInWords(at: Instant): string {
  return DateTime.fromISO(at, { zone: ZONE, locale: 'nl' }).toFormat("cccc d LLLL yyyy 'om' HH:mm 'uur'");
}
