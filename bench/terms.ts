/**
 * Term arithmetic against date-fns' `addBusinessDays` and a plain loop over days: the same inputs, one run, and what
 * counts is the ratio. date-fns knows no holidays and answers in the machine's time zone, so it does less than we do.
 *
 *     node --import tsx bench/terms.ts
 */
import { addBusinessDays } from 'date-fns';
import { calendarOf, decreeDays, statutoryHolidays, systemCalendar } from '../src/domain/calendar.ts';
import { addDays } from '../src/domain/dates.ts';
import { dueOf } from '../src/domain/terms.ts';
import type { Term } from '../src/domain/terms.ts';

const ROUNDS = 15;
const SIZE = 4_000;

interface Input {
  date: string;
  instant: string;
  amount: number;
}

/** Starts spread over 2020–2040; amounts as the process has them, or up to a year. */
function inputs(amounts: readonly number[]): Input[] {
  return Array.from({ length: SIZE }, (_, index) => {
    const date = addDays('2020-01-01', (index * 7919) % 7_600);
    return { date, instant: `${date}T12:34:56Z`, amount: amounts[index % amounts.length] ?? 1 };
  });
}

const closed = new Set(decreeDays.map(({ date }) => date));
for (let year = 2019; year <= 2045; year++) statutoryHolidays(year).forEach(({ date }) => closed.add(date));

function dayLoop(from: string, amount: number): string {
  const day = new Date(`${from}T00:00:00Z`);
  for (let left = amount; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    const weekday = day.getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !closed.has(day.toISOString().slice(0, 10))) left--;
  }
  return day.toISOString().slice(0, 10);
}

/** What a caller with date strings has to do around date-fns, in the machine's zone. */
function dateFnsOnStrings(from: string, amount: number): string {
  const due = addBusinessDays(new Date(`${from}T00:00:00`), amount);
  const month = String(due.getMonth() + 1).padStart(2, '0');
  return `${due.getFullYear()}-${month}-${String(due.getDate()).padStart(2, '0')}`;
}

type Contender = readonly [name: string, run: (input: Input) => unknown];

const dates = new Map<string, Date>();
const term = (amount: number): Term => ({ unit: 'workingDays', amount });

const contenders: readonly Contender[] = [
  ['ours: date → date', ({ date, amount }) => systemCalendar.addWorkingDays(date, amount)],
  ['ours: instant → due date and instant', ({ instant, amount }) => dueOf(instant, term(amount), systemCalendar)],
  ['date-fns: Date → Date', ({ date, amount }) => addBusinessDays(dates.get(date) ?? 0, amount)],
  ['date-fns: date → date', ({ date, amount }) => dateFnsOnStrings(date, amount)],
  ['plain day loop: date → date', ({ date, amount }) => dayLoop(date, amount)],
];

/** Nanoseconds a call: the best round of each, the contenders taking turns so that a busy moment hits all. */
function measure(given: readonly Input[]): Map<string, number> {
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of contenders) {
      const start = process.hrtime.bigint();
      for (const input of given) run(input);
      const perCall = Number(process.hrtime.bigint() - start) / given.length;
      best.set(name, Math.min(perCall, best.get(name) ?? Infinity));
    }
  }
  return best;
}

function report(title: string, given: readonly Input[]): void {
  given.forEach(({ date }) => dates.set(date, new Date(`${date}T00:00:00`)));
  const times = measure(given);
  const base = times.get('ours: date → date') ?? NaN;
  console.log(`\n${title}`);
  for (const [name, nanoseconds] of times) {
    console.log(`  ${name.padEnd(38)} ${nanoseconds.toFixed(0).padStart(7)} ns  ${(nanoseconds / base).toFixed(2).padStart(7)} ×`);
  }
}

function coldStart(): void {
  const start = process.hrtime.bigint();
  calendarOf(decreeDays).addWorkingDays('2026-10-26', 28);
  console.log(`first answer of a calendar: ${(Number(process.hrtime.bigint() - start) / 1000).toFixed(0)} µs`);
}

const wrong = inputs([1, 5, 28, 250]).filter(({ date, amount }) => systemCalendar.addWorkingDays(date, amount) !== dayLoop(date, amount));
if (wrong.length > 0) throw new Error(`disagrees with the day loop: ${JSON.stringify(wrong[0])}`);

coldStart();
report('terms of the process: 1, 2, 5, 10 and 28 working days', inputs([1, 2, 5, 10, 28]));
report('up to a year: 50, 120, 250 working days', inputs([50, 120, 250]));
