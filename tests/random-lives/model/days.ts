/** Days and terms as one would count them on a wall calendar, a day at a time; no arithmetic shared with the system. */

/** 'YYYY-MM-DD', a day in Amsterdam. */
export type Day = string;

const DAY_MS = 86_400_000;

const easterSundays: readonly Day[] = [
  '2040-04-01', '2041-04-21', '2042-04-06', '2043-03-29', '2044-04-17', '2045-04-09', '2046-03-25', '2047-04-14', '2048-04-05', '2049-04-18', '2050-04-10',
  '2051-04-02', '2052-04-21', '2053-04-06', '2054-03-29', '2055-04-18', '2056-04-02', '2057-04-22', '2058-04-14', '2059-03-30', '2060-04-18',
];

const nextDays = new Map<Day, Day>();

/** Most steps are of one day, and each day is asked for thousands of times. */
export function plus(day: Day, n: number): Day {
  const known = n === 1 ? nextDays.get(day) : undefined;
  if (known !== undefined) return known;
  const found = new Date(Date.parse(day) + n * DAY_MS).toISOString().slice(0, 10);
  if (n === 1) nextDays.set(day, found);
  return found;
}

const weekday = (day: Day): number => new Date(day).getUTCDay();

const holidays = new Set(
  easterSundays.flatMap((easter) => {
    const year = easter.slice(0, 4);
    const kingsDay = weekday(`${year}-04-27`) === 0 ? `${year}-04-26` : `${year}-04-27`;
    return [`${year}-01-01`, kingsDay, `${year}-05-05`, `${year}-12-25`, `${year}-12-26`, ...[-2, 1, 39, 50].map((n) => plus(easter, n))];
  }),
);

const wallCalendar = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short' });
const days = new Map<number, Day>();

/** Asked of the wall calendar once an hour: days change on the hour. */
export function dayAt(ms: number): Day {
  const hour = Math.floor(ms / 3_600_000);
  const known = days.get(hour) ?? wallCalendar.format(ms);
  days.set(hour, known);
  return known;
}

const midnights = new Map<Day, number>();

/** The first moment of a day in Amsterdam: 22:00 or 23:00 UTC the day before. */
export function midnight(day: Day): number {
  const known = midnights.get(day);
  if (known !== undefined) return known;
  const summer = Date.parse(day) - 2 * 3_600_000;
  const ms = dayAt(summer) === day ? summer : Date.parse(day) - 3_600_000;
  midnights.set(day, ms);
  return ms;
}

export type Closed = ReadonlySet<Day>;

const ordinary = new Map<Day, boolean>();

function works(day: Day, closed: Closed): boolean {
  const known = ordinary.get(day) ?? (weekday(day) !== 0 && weekday(day) !== 6 && !holidays.has(day));
  ordinary.set(day, known);
  return known && !closed.has(day);
}

/** `n` days of the unit after `from`; a month later is the same day of that month, or its last. */
export function after(from: Day, n: number, unit: 'workingDays' | 'calendarDays' | 'months', closed: Closed): Day {
  if (unit === 'months') return monthsLater(from, n);
  let day = from;
  for (let left = n; left > 0; ) {
    day = plus(day, 1);
    if (unit === 'calendarDays' || works(day, closed)) left -= 1;
  }
  return day;
}

/** What was left after a pause, from the day after it; a term in working days ends on one. */
export function afterPause(from: Day, left: number, unit: 'workingDays' | 'calendarDays' | 'months', closed: Closed): Day {
  let day = after(from, left, unit === 'months' ? 'calendarDays' : unit, closed);
  while (unit === 'workingDays' && !works(day, closed)) day = plus(day, 1);
  return day;
}

function monthsLater(from: Day, n: number): Day {
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7)) + n];
  while (month > 12) [year, month] = [year + 1, month - 12];
  while (month < 1) [year, month] = [year - 1, month + 12];
  const start = `${year}-${String(month).padStart(2, '0')}`;
  const day = Math.min(Number(from.slice(8)), lastOfMonth(year, month));
  return `${start}-${String(day).padStart(2, '0')}`;
}

const lastOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** The nth working day before a day; the day itself for none. */
export function workingDaysBefore(day: Day, n: number, closed: Closed): Day {
  let found = day;
  for (let left = n; left > 0; ) {
    found = plus(found, -1);
    if (works(found, closed)) left -= 1;
  }
  return found;
}

/** So much before a day, on a day that is worked; whoever hears of it late has until the next working day, and never beyond the day itself. */
export function before(day: Day, n: number, unit: 'workingDays' | 'calendarDays' | 'months', { heard, closed }: { heard: Day; closed: Closed }): Day {
  let last = unit === 'workingDays' ? workingDaysBefore(day, n, closed) : unit === 'months' ? monthsLater(day, -n) : plus(day, -n);
  while (!works(last, closed)) last = plus(last, -1);
  const possible = [after(heard, 1, 'workingDays', closed), day].sort()[0] ?? day;
  return last > possible ? last : possible;
}

/** How many days of the unit lie after `from`, up to and including `until`. */
export function daysLeft(from: Day, until: Day, unit: 'workingDays' | 'calendarDays' | 'months', closed: Closed): number {
  let count = 0;
  for (let day = plus(from, 1); day <= until; day = plus(day, 1)) if (unit !== 'workingDays' || works(day, closed)) count += 1;
  return count;
}
