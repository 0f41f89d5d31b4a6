/**
 * A deadline works the same in every phase: it starts, warns, is breached or met, pauses and keeps what remains, resumes, is
 * extended or cancelled. Pure: callers give the time.
 */
import { z } from 'zod';
import type { Calendar } from '../time/calendar.ts';
import { endOfDay, localDate, startOfDay, type Instant, type LocalDate } from '../time/dates.ts';
import type { DeadlineKind, DeadlineRule, Owner } from '../planning/policy.ts';
import { dueAfterPause, dueBackFrom, dueOf, remainingAfterPause, warnAt, type Term } from '../time/terms.ts';

export type DeadlineState = 'open' | 'paused' | 'breached' | 'met' | 'met-late' | 'cancelled';

/** Why deadlines are planned anew: codes, dates and a day's name; flat, so that an event can hold it. */
export const becauseSchema = z.union([z.object({ because: z.enum(['closed-day-added', 'closed-day-withdrawn']), date: z.string(), name: z.string() }), z.object({ because: z.literal('policy'), version: z.string() })]);
export type Because = z.infer<typeof becauseSchema>;

/** A change that moved a deadline after it started; from term, calendar and these changes its date can be derived again. */
export interface Change {
  kind: 'paused' | 'resumed' | 'extended' | 're-planned';
  at: Instant;
  /** The command that did it. */
  by: string;
  /** The last day after the change. */
  dueOn: LocalDate;
  /** For a paused deadline: days of the term's unit that remain after the change. */
  remaining?: number;
  /** For a re-plan: its reason. */
  because?: Because;
  /** For a re-plan to a term in another unit: the unit until then. */
  formerUnit?: Term['unit'];
  /** For a resumption: the term ends on a working day when its unit or art. 1 requires that; absent before 0.3. */
  endsOpen?: true;
}

export interface Deadline {
  id: string;
  kind: DeadlineKind;
  owner: Owner;
  /** The creditor whose answer it waits for, if any. */
  creditorId: string | null;
  term: Term;
  /** The day that its term counts back from: no pause moves it. Absent: its term counts on from its start. */
  endsOn?: LocalDate;
  warnWorkingDays: number | null;
  state: DeadlineState;
  startedAt: Instant;
  /** Since when anybody could know of it, where its term started before, or it ran again: nobody is warned or late earlier. Absent before 0.3. */
  knownAt?: Instant;
  /** The event that started it and the one that ended it: a command's id, or the name of a moment. */
  startedBy: string;
  endedBy: string | null;
  endedAt: Instant | null;
  /** The state before it ended, in case the ending is taken back. */
  endedFrom: DeadlineState | null;
  dueOn: LocalDate;
  /** The first instant after the due day. */
  dueBefore: Instant;
  /** When the owner will be warned; null when never or already warned. */
  warnsAt: Instant | null;
  breachedAt: Instant | null;
  /** Whether the breach on record would not have been one under a later calendar or policy. */
  moot?: boolean;
  /** Days of the term's unit still to go (months: calendar days), while paused. */
  remaining: number | null;
  changes: Change[];
}

export type Moment = { at: Instant; deadline: Deadline; kind: 'warn' | 'breach' | 'ask' };

/** Whether it still has to be done: open, paused, or breached and not yet done. */
export const isRunning = (d: Deadline): boolean => d.endedAt === null;

/** The unit at the time of this change, which is also that of its `remaining`. */
export function unitAt({ changes, term }: Pick<Deadline, 'changes' | 'term'>, change: Change): Term['unit'] {
  return changes.slice(changes.indexOf(change)).find(({ formerUnit }) => formerUnit !== undefined)?.formerUnit ?? term.unit;
}

interface Start {
  id: string;
  kind: DeadlineKind;
  rule: DeadlineRule;
  from: Instant;
  by: string;
  creditorId?: string | null;
  /** Counts back from this day. */
  endsOn?: LocalDate;
}

/** Compares instants as moments: with and without milliseconds their texts do not sort. */
export const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

/** Starts a deadline: the term begins the day after `from`, local time, or counts back from a day. */
export function startDeadline(start: Start, calendar: Calendar): Deadline {
  const { term, warnWorkingDays, owner } = start.rule;
  const { endsOn } = start;
  const due = endsOn === undefined ? dueOf(start.from, term, calendar) : dueBackFrom(endsOn, start.from, term, calendar);
  return {
    id: start.id,
    kind: start.kind,
    owner,
    creditorId: start.creditorId ?? null,
    term,
    ...(endsOn === undefined ? {} : { endsOn }),
    warnWorkingDays,
    state: 'open',
    startedAt: start.from,
    startedBy: start.by,
    endedBy: null,
    endedAt: null,
    endedFrom: null,
    ...due,
    warnsAt: warnWorkingDays === null ? null : warnAt(due.dueOn, warnWorkingDays, calendar),
    breachedAt: null,
    remaining: null,
    changes: [],
  };
}

/**
 * Marks a deadline as met, in time or late. `doneOn` decides, which may lie before the day of recording; a breach that was
 * recorded in between stays on record.
 */
export function meet(d: Deadline, at: Instant, by: string, doneOn: LocalDate = localDate(at)): void {
  if (!isRunning(d)) return;
  end(d, at, by);
  d.state = d.endedFrom === 'paused' || doneOn <= d.dueOn ? 'met' : 'met-late';
}

export function cancel(d: Deadline, at: Instant, by: string): void {
  if (!isRunning(d)) return;
  end(d, at, by);
  if (d.state !== 'breached') d.state = 'cancelled';
}

function end(d: Deadline, at: Instant, by: string): void {
  d.endedFrom = d.state;
  d.endedAt = at;
  d.endedBy = by;
  d.remaining = null;
}

/** Takes back an ending (a correction, an undo): the deadline runs as if it had never ended; a breach stays. */
export function reopen(d: Deadline): void {
  d.state = d.endedFrom ?? 'open';
  if (d.state === 'paused') d.remaining = d.changes.findLast(({ remaining }) => remaining !== undefined)?.remaining ?? null;
  d.endedFrom = null;
  d.endedAt = null;
  d.endedBy = null;
}

function breach(d: Deadline, at: Instant): void {
  d.state = 'breached';
  d.breachedAt = at;
  d.warnsAt = null;
  delete d.moot;
}

/** What happens at a deadline's moment: its owner is warned, or its last day is over. */
export function passMoment({ deadline, kind }: Moment, at: Instant): void {
  if (kind === 'breach') breach(deadline, at);
  else deadline.warnsAt = null;
}

export function pause(d: Deadline, at: Instant, by: string, calendar: Calendar): void {
  if (d.state !== 'open' || d.endsOn !== undefined) return;
  d.state = 'paused';
  d.remaining = remainingAfterPause(localDate(at), d.dueOn, d.term.unit, calendar);
  d.changes.push({ kind: 'paused', at, by, dueOn: d.dueOn, remaining: d.remaining });
}

/** @param mayEndClosed as in a case of before 0.3 */
export function resume(d: Deadline, at: Instant, by: string, calendar: Calendar, mayEndClosed = false): void {
  if (d.state !== 'paused' || d.remaining === null) return;
  d.state = 'open';
  Object.assign(d, dueAfterPause(localDate(at), d.remaining, d.term, calendar, mayEndClosed));
  d.remaining = null;
  d.changes.push({ kind: 'resumed', at, by, dueOn: d.dueOn, ...(mayEndClosed ? {} : { endsOpen: true }) });
  if (d.warnWorkingDays === null) return;
  const warns = warnAt(d.dueOn, d.warnWorkingDays, calendar);
  // The moment of the warning fell in the pause, so the owner is warned now.
  if (isBefore(at, warns)) d.warnsAt = warns;
  else if (d.warnsAt !== null) d.warnsAt = at;
}

/** Moves the last day, also of a paused deadline. A breach that happened stays on record; the deadline is open again. */
export function extend(d: Deadline, dueOn: LocalDate, at: Instant, by: string, calendar: Calendar): void {
  d.dueOn = dueOn;
  d.dueBefore = endOfDay(dueOn);
  const change: Change = { kind: 'extended', at, by, dueOn };
  d.changes.push(change);
  if (d.state === 'paused') return keepRemaining(d, change, calendar);
  if (isBefore(at, d.dueBefore)) d.state = 'open';
  if (d.warnWorkingDays === null) return;
  const warns = warnAt(d.dueOn, d.warnWorkingDays, calendar);
  d.warnsAt = isBefore(at, warns) ? warns : null;
}

function keepRemaining(d: Deadline, extended: Change, calendar: Calendar): void {
  const paused = d.changes.findLast((change) => change.kind === 'paused');
  if (paused === undefined) return;
  // A re-plan may have left more days than lie before its last day.
  d.remaining = extended.remaining = Math.max(d.remaining ?? 0, remainingAfterPause(localDate(paused.at), d.dueOn, d.term.unit, calendar));
}

/** The next moment that matters for this deadline; null while it is not open. */
export function momentOf(d: Deadline): Moment | null {
  if (d.state !== 'open') return null;
  if (d.kind === 're-check') return { at: sincePlanned(d, startOfDay(d.dueOn)), deadline: d, kind: 'ask' };
  const warnsAt = d.warnsAt === null ? null : sinceKnown(d, d.warnsAt);
  if (warnsAt !== null && isBefore(warnsAt, d.dueBefore)) return { at: warnsAt, deadline: d, kind: 'warn' };
  return { at: sincePlanned(d, d.dueBefore), deadline: d, kind: 'breach' };
}

const sinceKnown = ({ knownAt }: Deadline, moment: Instant): Instant => (knownAt !== undefined && isBefore(moment, knownAt) ? knownAt : moment);

/** A re-plan can put a last day in the past; the breach then happens at the re-plan, since nobody could be late before. */
function sincePlanned(d: Deadline, moment: Instant): Instant {
  const last = d.changes.at(-1);
  return sinceKnown(d, last?.kind === 're-planned' && isBefore(moment, last.at) ? last.at : moment);
}

/** The earliest moment of all deadlines; of several at one instant that of the deadline that started first. */
export function nextMoment(deadlines: readonly Deadline[]): Moment | null {
  let next: Moment | null = null;
  for (const d of deadlines) {
    const moment = momentOf(d);
    if (moment !== null && (next === null || isBefore(moment.at, next.at))) next = moment;
  }
  return next;
}
