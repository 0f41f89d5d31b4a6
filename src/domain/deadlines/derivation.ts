/**
 * Explains why a deadline falls on its day: computes its date from event, term, calendar and changes, step by step, and by other
 * code than the code that keeps it while it runs. Pure.
 */
import type { Calendar, ClosedDay } from '../time/calendar.ts';
import { endOfDay, localDate, type Instant, type LocalDate } from '../time/dates.ts';
import { isBefore, type Because, type Change, type Deadline } from './deadline.ts';
import { reckoned, reckonOn, type Reckoning } from './reckoning.ts';
import { countedBack, skippedBack, skippedDays, termAfterPause, warnAt, type Term } from '../time/terms.ts';

/** The law, policy or agreement behind a deadline. */
export const basisSources = ['policy', 'process', 'agreement', 'law'] as const;
export type BasisSource = (typeof basisSources)[number];

interface By {
  at: Instant;
  /** The id of the command, or the name of the event. */
  by: string;
}

export type DerivationStep =
  | ({ kind: 'started' } & By)
  | { kind: 'counted'; from: LocalDate; term: Term; skipped: ClosedDay[]; dueOn: LocalDate }
  /** `isPassed`: that day was over when it could be known, so that another one is the last. */
  | { kind: 'counted-back'; from: LocalDate; before: LocalDate; term: Term; skipped: ClosedDay[]; dueOn: LocalDate; isPassed: boolean }
  /** The remaining days are in the term's unit; for months in calendar days. */
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
  /** When its owner must be warned, whether or not that has happened; null for a term that never warns. */
  warnsAt: Instant | null;
  /** The days that remain, while paused. */
  remaining: number | null;
  /** Whether the stored deadline agrees: its last day, that after each change, and what remains. */
  agrees: boolean;
}

/**
 * Derives a deadline's date again, with its own calendar. Changes from before `since`, when that calendar or term did not exist
 * yet, were right at the time: they are listed but not compared.
 * @throws RangeError for dates outside 1990–2100
 */
export function derivationOf(d: Deadline, calendar: Calendar, since: Instant = d.startedAt): Derivation {
  let now = reckoned(d, d.term, calendar);
  const steps: DerivationStep[] = [
    { kind: 'started', at: d.startedAt, by: d.startedBy },
    countingOf(d, now.dueOn, calendar),
  ];
  let agrees = true;
  for (const change of d.changes) {
    const then = reckonOn(now, change, { deadline: d, term: d.term, calendar });
    steps.push(stepOf(change, now, then, d.term, calendar));
    if (!isBefore(change.at, since) && then.dueOn !== change.dueOn) agrees = false;
    now = then;
  }
  const due = dueStep(now, d, calendar);
  agrees &&= due.dueOn === d.dueOn && Date.parse(due.dueBefore) === Date.parse(d.dueBefore) && (d.state !== 'paused' || due.remaining === d.remaining);
  return { steps: [...steps, due], dueOn: due.dueOn, dueBefore: due.dueBefore, warnsAt: due.warnsAt, remaining: due.remaining, agrees };
}

function countingOf({ startedAt, endsOn: before, term }: Deadline, dueOn: LocalDate, calendar: Calendar): DerivationStep {
  const from = localDate(startedAt);
  if (before === undefined) return { kind: 'counted', from, term, skipped: skippedDays(startedAt, term, calendar), dueOn };
  const isPassed = countedBack(before, term, calendar) < dueOn;
  return { kind: 'counted-back', from, before, term, skipped: isPassed ? [] : skippedBack(dueOn, before, term, calendar), dueOn, isPassed };
}

function stepOf(change: Change, before: Reckoning, then: Reckoning, term: Term, calendar: Calendar): DerivationStep {
  const { at, by, dueOn } = change;
  switch (change.kind) {
    case 'paused':
      return { kind: 'paused', at, by, remaining: change.remaining ?? then.remaining ?? 0, dueOn };
    case 'resumed': {
      const remaining = before.remaining ?? 0;
      const skipped = skippedDays(at, termAfterPause(term, remaining, change.endsOpen !== true), calendar);
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

/** A change of the closed days that a case was told of, and when. */
export interface CalendarChange {
  at: Instant;
  because: Because;
}

/**
 * The closed days that count for a deadline: those of its case; for an ended deadline those at its end, since it is not planned
 * anew afterwards. `changes` in order of time.
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
