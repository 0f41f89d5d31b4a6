import { dateOfDay, dayOf, supportedYears } from './dates.ts';
import type { LocalDate } from './dates.ts';

/** A day that is no working day, with the Dutch name of its reason. */
export interface ClosedDay {
  date: LocalDate;
  name: string;
}

interface Holiday {
  day: number;
  name: string;
}

/**
 * The holidays of art. 3 Algemene termijnenwet in a year, by date. Ascension and 5 May can share a date and then
 * both appear. Easter Sunday and Whit Sunday are absent: the act has no need of them, being Sundays.
 * @throws RangeError for a year outside 1990–2100.
 */
export function statutoryHolidays(year: number): ClosedDay[] {
  return holidaysOf(year).map(({ day, name }) => ({ date: dateOfDay(day), name }));
}

/** As `statutoryHolidays`, by day number. */
export function holidaysOf(year: number): Holiday[] {
  if (!Number.isInteger(year) || year < supportedYears.first || year > supportedYears.last) {
    throw new RangeError(`no holidays known for the year ${year}`);
  }
  const easter = easterSunday(year);
  return [
    { day: dayOf(year, 1, 1), name: 'Nieuwjaarsdag' },
    { day: easter - 2, name: 'Goede Vrijdag' },
    { day: easter + 1, name: 'Tweede Paasdag' },
    royalBirthday(year),
    { day: dayOf(year, 5, 5), name: 'Bevrijdingsdag' },
    { day: easter + 39, name: 'Hemelvaartsdag' },
    { day: easter + 50, name: 'Tweede Pinksterdag' },
    { day: dayOf(year, 12, 25), name: 'Eerste Kerstdag' },
    { day: dayOf(year, 12, 26), name: 'Tweede Kerstdag' },
  ].sort((a, b) => a.day - b.day);
}

/** Celebrated a day early when it falls on a Sunday. */
function royalBirthday(year: number): Holiday {
  const [day, name] = year <= 2013 ? [dayOf(year, 4, 30), 'Koninginnedag'] : [dayOf(year, 4, 27), 'Koningsdag'];
  const isSunday = day % 7 === 6;
  return { day: isSunday ? day - 1 : day, name };
}

/** The day number of Easter Sunday, by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8). */
function easterSunday(year: number): number {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const leapCenturies = b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + leapCenturies + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const monthAndDay = h + l - 7 * m + 114;
  return dayOf(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}
