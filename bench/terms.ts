/**
 * Term arithmetic against date-fns' `addBusinessDays` and a plain loop over days, on the same inputs. date-fns knows no
 * holidays and answers in the machine's time zone, so it does less than we do.
 */
import { addBusinessDays } from 'date-fns';
import { calendarOf, decreeDays, statutoryHolidays, systemCalendar } from '../src/domain/time/calendar.ts';
import { addDays } from '../src/domain/time/dates.ts';
import { dueOf } from '../src/domain/time/terms.ts';
import { inTurn, secondsOf, type Chapter, type Figure } from './support/figure.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';

interface Input {
  date: string;
  instant: string;
  /** Made before: what date-fns takes. */
  local: Date;
  amount: number;
}

type Arithmetic = (input: Input) => unknown;

const ours = {
  date: ({ date, amount }: Input) => systemCalendar.addWorkingDays(date, amount),
  due: ({ instant, amount }: Input) => dueOf(instant, { unit: 'workingDays', amount }, systemCalendar),
} satisfies Record<string, Arithmetic>;

const peers = {
  loop: ({ date, amount }: Input) => dayLoop(date, amount),
  fnsText: ({ date, amount }: Input) => dateFnsOnText(date, amount),
  fnsDate: ({ local, amount }: Input) => addBusinessDays(local, amount),
} satisfies Record<string, Arithmetic>;

const spans = [
  { span: '1–28 working days', amounts: [1, 2, 5, 10, 28] },
  { span: '50–250 working days', amounts: [50, 120, 250] },
];

export async function terms(_: Servers, { quick }: Size): Promise<Chapter> {
  const figures: Figure[] = [];
  for (const { span, amounts } of spans) {
    const given = inputs(amounts);
    mustAgree(given);
    const against = async (what: string, ourWay: Arithmetic, peer: Arithmetic, name: string) => {
      figures.push({ what: `${what}, ${span}`, unit: 'ns', against: name, pairs: await inTurn(quick ? 2 : 7, () => nanoseconds(given, ourWay), () => nanoseconds(given, peer)) });
    };
    await against('date → date', ours.date, peers.loop, 'a loop over the days, holidays in a set');
    await against('date → date', ours.date, peers.fnsText, 'addBusinessDays between the same texts');
    await against('date → date', ours.date, peers.fnsDate, 'addBusinessDays, Date → Date');
    await against('instant → last day and its end', ours.due, peers.fnsDate, 'addBusinessDays, Date → Date');
  }
  const first = await secondsOf(() => Promise.resolve(calendarOf(decreeDays).addWorkingDays('2026-10-26', 28)));
  return {
    title: 'Terms',
    how: `A term in working days over ${SIZE.toLocaleString('en')} dates of 2020–2040, time a call, the best of ten passes. Before it is timed every answer is held against the loop's. date-fns' addBusinessDays knows weekends only, no holidays and no Dutch time zone.`,
    figures,
    notes: [`The first answer of a new calendar, which numbers the working days from 1990 to 2100, took ${Math.round(first * 1_000_000)} µs.`],
    follows: 'A term of a year costs what a term of a day does: the working days are numbered, and the answer is a search among the closed days.',
  };
}

const SIZE = 4_000;

/** Starts spread over 2020–2040. */
function inputs(amounts: readonly number[]): Input[] {
  return Array.from({ length: SIZE }, (_, index) => {
    const date = addDays('2020-01-01', (index * 7919) % 7_600);
    return { date, instant: `${date}T12:34:56Z`, local: new Date(`${date}T00:00:00`), amount: amounts[index % amounts.length] ?? 1 };
  });
}

/** A call, in the best of a few passes: a pass is so short that others on the machine can fill it. */
async function nanoseconds(given: readonly Input[], run: Arithmetic): Promise<number> {
  const passes: number[] = [];
  for (let pass = 0; pass < 10; pass++) {
    passes.push(
      await secondsOf(() => {
        for (const input of given) run(input);
        return Promise.resolve();
      }),
    );
  }
  return (Math.min(...passes) / given.length) * 1e9;
}

function mustAgree(given: readonly Input[]): void {
  const wrong = given.find((input) => ours.date(input) !== peers.loop(input) || ours.due(input).dueOn !== peers.loop(input));
  if (wrong !== undefined) throw new Error(`disagrees with the loop over the days: ${wrong.date} + ${wrong.amount}`);
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

/** What a caller with texts has to do around date-fns, in the machine's zone. */
function dateFnsOnText(from: string, amount: number): string {
  const due = addBusinessDays(new Date(`${from}T00:00:00`), amount);
  const month = String(due.getMonth() + 1).padStart(2, '0');
  return `${due.getFullYear()}-${month}-${String(due.getDate()).padStart(2, '0')}`;
}
