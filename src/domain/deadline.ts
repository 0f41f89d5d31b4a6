/**
 * A deadline is one thing, whichever phase uses it: it starts, warns, is breached or met, pauses with what remains,
 * runs on, is extended or cancelled. Pure: callers give the time.
 */
import type { Calendar } from './calendar.ts';
import { endOfDay, localDate, startOfDay, type Instant, type LocalDate } from './dates.ts';
import type { DeadlineKind, DeadlineRule, Owner } from './policy.ts';
import { dueAfterPause, dueOf, remainingAfterPause, warnAt, type Term } from './terms.ts';

export type DeadlineState = 'open' | 'paused' | 'breached' | 'met' | 'met-late' | 'cancelled';

/** Why deadlines are planned anew: codes, dates and a day's name; flat, so that an event can hold it. */
export type Because = { because: 'closed-day-added' | 'closed-day-withdrawn'; date: LocalDate; name: string } | { because: 'policy'; version: string };

/** What moved a deadline after it started; with the term and the calendar they derive its date again. */
export interface Change {
  kind: 'paused' | 'resumed' | 'extended' | 're-planned';
  at: Instant;
  /** The command that did it. */
  by: string;
  /** The last day as it is after the change. */
  dueOn: LocalDate;
  /** Days of the term's unit still to go after the change, of a deadline that stands still. */
  remaining?: number;
  /** Of a re-plan: what it was for. */
  because?: Because;
  /** Of a re-plan to a term that counts other days: the unit until then. */
  formerUnit?: Term['unit'];
}

export interface Deadline {
  id: string;
  kind: DeadlineKind;
  owner: Owner;
  /** The creditor it waits for, where it waits for one. */
  creditorId: string | null;
  term: Term;
  warnWorkingDays: number | null;
  state: DeadlineState;
  startedAt: Instant;
  /** The event that started it and the one that ended it: a command's id, or the name of a moment. */
  startedBy: string;
  endedBy: string | null;
  endedAt: Instant | null;
  /** What it was before it ended, for an ending that is taken back. */
  endedFrom: DeadlineState | null;
  dueOn: LocalDate;
  /** The first instant after the due day. */
  dueBefore: Instant;
  /** When the owner is warned next; null when not, or not any more. */
  warnsAt: Instant | null;
  breachedAt: Instant | null;
  /** By a calendar or policy of later, the breach on record would not have been one. */
  moot?: boolean;
  /** Days of the term's unit still to go (months: calendar days), while paused. */
  remaining: number | null;
  changes: Change[];
}

export type Moment = { at: Instant; deadline: Deadline; kind: 'warn' | 'breach' | 'ask' };

/** Still to be done: open, paused, or breached and not yet done. */
export const isRunning = (d: Deadline): boolean => d.endedAt === null;

/** The unit that counted when this change was made, in which its `remaining` is told. */
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
}

/** Instants come with and without milliseconds, so their texts do not sort. */
export const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

/** Starts a deadline: the term begins the day after `from`, local time. */
export function startDeadline(start: Start, calendar: Calendar): Deadline {
  const { term, warnWorkingDays, owner } = start.rule;
  const due = dueOf(start.from, term, calendar);
  return {
    id: start.id,
    kind: start.kind,
    owner,
    creditorId: start.creditorId ?? null,
    term,
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
 * What was to be done is done: in time, or late. `doneOn` decides, which may lie before the day it is recorded; a breach
 * that was noted in between stays on record.
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
  d.endedFrom = null;
  d.endedAt = null;
  d.endedBy = null;
}

export function breach(d: Deadline, at: Instant): void {
  d.state = 'breached';
  d.breachedAt = at;
  d.warnsAt = null;
  delete d.moot;
}

export function pause(d: Deadline, at: Instant, by: string, calendar: Calendar): void {
  if (d.state !== 'open') return;
  d.state = 'paused';
  d.remaining = remainingAfterPause(localDate(at), d.dueOn, d.term.unit, calendar);
  d.changes.push({ kind: 'paused', at, by, dueOn: d.dueOn, remaining: d.remaining });
}

export function resume(d: Deadline, at: Instant, by: string, calendar: Calendar): void {
  if (d.state !== 'paused' || d.remaining === null) return;
  d.state = 'open';
  Object.assign(d, dueAfterPause(localDate(at), d.remaining, d.term.unit, calendar));
  d.remaining = null;
  d.changes.push({ kind: 'resumed', at, by, dueOn: d.dueOn });
  if (d.warnWorkingDays === null) return;
  const warns = warnAt(d.dueOn, d.warnWorkingDays, calendar);
  // Its moment fell in the pause: who has not been warned yet is warned now.
  if (isBefore(at, warns)) d.warnsAt = warns;
  else if (d.warnsAt !== null) d.warnsAt = at;
}

/** Moves the last day, of a paused deadline too. A breach that happened stays on record; the deadline has room again. */
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
  // A re-plan may have left it more than lies before its day.
  d.remaining = extended.remaining = Math.max(d.remaining ?? 0, remainingAfterPause(localDate(paused.at), d.dueOn, d.term.unit, calendar));
}

/** The next moment that matters for this deadline; null while it is not open. */
export function momentOf(d: Deadline): Moment | null {
  if (d.state !== 'open') return null;
  if (d.kind === 're-check') return { at: sinceKnown(d, startOfDay(d.dueOn)), deadline: d, kind: 'ask' };
  if (d.warnsAt !== null && isBefore(d.warnsAt, d.dueBefore)) return { at: d.warnsAt, deadline: d, kind: 'warn' };
  return { at: sinceKnown(d, d.dueBefore), deadline: d, kind: 'breach' };
}

/** A re-plan can put a day in the past: nobody was late by it before. */
function sinceKnown({ changes }: Deadline, moment: Instant): Instant {
  const last = changes.at(-1);
  return last?.kind === 're-planned' && isBefore(moment, last.at) ? last.at : moment;
}

/** The earliest moment of all; of those at one instant the deadline started first. */
export function nextMoment(deadlines: readonly Deadline[]): Moment | null {
  let next: Moment | null = null;
  for (const d of deadlines) {
    const moment = momentOf(d);
    if (moment !== null && (next === null || isBefore(moment.at, next.at))) next = moment;
  }
  return next;
}
