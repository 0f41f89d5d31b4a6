/**
 * Why a deadline falls on its day: its date worked out again from what it was given (event, term, calendar, changes),
 * step by step and apart from the code that keeps it. Pure.
 */
import type { Calendar, ClosedDay } from './calendar.ts';
import { endOfDay, localDate, type Instant, type LocalDate } from './dates.ts';
import { isBefore, unitAt, type Because, type Change, type Deadline } from './deadline.ts';
import { dueAfterPause, dueOf, remainingAfterPause, skippedDays, warnAt, type Term } from './terms.ts';

interface By {
  at: Instant;
  /** The command that did it, or the name of what happened. */
  by: string;
}

export type DerivationStep =
  | ({ kind: 'started' } & By)
  | { kind: 'counted'; from: LocalDate; term: Term; skipped: ClosedDay[]; dueOn: LocalDate }
  /** What remains is in the term's unit; of months in calendar days. */
  | ({ kind: 'paused'; remaining: number; dueOn: LocalDate } & By)
  | ({ kind: 'resumed'; remaining: number; skipped: ClosedDay[]; dueOn: LocalDate } & By)
  | ({ kind: 'extended'; from: LocalDate; dueOn: LocalDate } & By)
  | ({ kind: 're-planned'; because: Because | null; dueOn: LocalDate } & By)
  | { kind: 'due'; dueOn: LocalDate; dueBefore: Instant; warnsAt: Instant | null; remaining: number | null };

export interface Derivation {
  /** What happened in order; the last says when it is due. Days are local. */
  steps: DerivationStep[];
  dueOn: LocalDate;
  dueBefore: Instant;
  /** When its owner is to be warned, whether or not that was done; null for a term that never warns. */
  warnsAt: Instant | null;
  /** What is left of it while paused. */
  remaining: number | null;
  /** Whether the deadline says the same as this: its last day, that of each change, and what remains. */
  agrees: boolean;
}

/** Where the reckoning stands after some of the changes. */
interface Reckoning {
  dueOn: LocalDate;
  pausedOn: LocalDate | null;
  remaining: number | null;
  /** The day that somebody gave: no other calendar or term takes that away again, nor the room it left at a pause. */
  given: LocalDate | null;
}

/**
 * Derives a deadline's date again, under the calendar it reckons with. What was recorded before `since`, when that
 * calendar or its term was not there yet, was right by what held then: it is told, not held against the reckoning.
 * @throws RangeError for dates outside 1990–2100
 */
export function derivationOf(d: Deadline, calendar: Calendar, since: Instant = d.startedAt): Derivation {
  const first = dueOf(d.startedAt, d.term, calendar).dueOn;
  const steps: DerivationStep[] = [
    { kind: 'started', at: d.startedAt, by: d.startedBy },
    { kind: 'counted', from: localDate(d.startedAt), term: d.term, skipped: skippedDays(d.startedAt, d.term, calendar), dueOn: first },
  ];
  let now: Reckoning = { dueOn: first, pausedOn: null, remaining: null, given: null };
  let agrees = true;
  for (const change of d.changes) {
    // So many days of one unit are no room in another.
    const room = unitAt(d, change) === d.term.unit ? (change.remaining ?? 0) : 0;
    const then = after(now, change, room, d.term, calendar);
    steps.push(stepOf(change, now, then, d.term, calendar));
    if (!isBefore(change.at, since) && then.dueOn !== change.dueOn) agrees = false;
    now = then;
  }
  const due = dueStep(now, d, calendar);
  agrees &&= due.dueOn === d.dueOn && Date.parse(due.dueBefore) === Date.parse(d.dueBefore) && (d.state !== 'paused' || due.remaining === d.remaining);
  return { steps: [...steps, due], dueOn: due.dueOn, dueBefore: due.dueBefore, warnsAt: due.warnsAt, remaining: due.remaining, agrees };
}

function after(now: Reckoning, change: Change, room: number, { unit }: Term, calendar: Calendar): Reckoning {
  const on = localDate(change.at);
  switch (change.kind) {
    case 'paused':
      return standing({ ...now, pausedOn: on }, now.given === change.dueOn ? room : 0, unit, calendar);
    case 'extended':
      return standing({ ...now, dueOn: change.dueOn > now.dueOn ? change.dueOn : now.dueOn, given: change.dueOn }, room, unit, calendar);
    case 'resumed':
      return now.remaining === null ? now : { ...now, dueOn: dueAfterPause(on, now.remaining, unit, calendar).dueOn, pausedOn: null, remaining: null };
    case 're-planned':
      // Everything is reckoned by what holds since, from the start, so this moves nothing more.
      return now;
  }
}

/** What is left while it stands still. */
function standing(now: Reckoning, room: number, unit: Term['unit'], calendar: Calendar): Reckoning {
  if (now.pausedOn === null) return now;
  const counted = remainingAfterPause(now.pausedOn, now.dueOn, unit, calendar);
  return { ...now, remaining: Math.max(counted, room) };
}

function stepOf(change: Change, before: Reckoning, then: Reckoning, { unit }: Term, calendar: Calendar): DerivationStep {
  const { at, by, dueOn } = change;
  switch (change.kind) {
    case 'paused':
      return { kind: 'paused', at, by, remaining: change.remaining ?? then.remaining ?? 0, dueOn };
    case 'resumed': {
      const remaining = before.remaining ?? 0;
      const skipped = skippedDays(at, { unit: unit === 'months' ? 'calendarDays' : unit, amount: remaining }, calendar);
      return { kind: 'resumed', at, by, remaining, skipped, dueOn };
    }
    case 'extended':
      return { kind: 'extended', at, by, from: before.dueOn, dueOn };
    case 're-planned':
      return { kind: 're-planned', at, by, because: change.because ?? null, dueOn };
  }
}

function dueStep({ dueOn, remaining }: Reckoning, { warnWorkingDays, endedAt }: Deadline, calendar: Calendar) {
  return {
    kind: 'due' as const,
    dueOn,
    dueBefore: endOfDay(dueOn),
    warnsAt: warnWorkingDays === null ? null : warnAt(dueOn, warnWorkingDays, calendar),
    remaining: endedAt === null ? remaining : null,
  };
}

/** A change of the closed days that a case has heard of, and when. */
export interface CalendarChange {
  at: Instant;
  because: Because;
}

/**
 * The closed days that a deadline reckons with: the case's own, and for one that has ended those of then, for what is
 * done is not planned anew. `changes` in order of time.
 */
export function closedDaysFor({ endedAt }: Pick<Deadline, 'endedAt'>, current: readonly ClosedDay[], changes: readonly CalendarChange[]): ClosedDay[] {
  if (endedAt === null) return [...current];
  return changes.filter(({ at }) => !isBefore(at, endedAt)).reduceRight<ClosedDay[]>((days, { because }) => without(days, because), [...current]);
}

function without(days: readonly ClosedDay[], because: Because): ClosedDay[] {
  if (because.because === 'policy') return [...days];
  const others = days.filter(({ date }) => date !== because.date);
  return because.because === 'closed-day-withdrawn' ? [...others, { date: because.date, name: because.name }] : others;
}
