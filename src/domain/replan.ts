/**
 * Planning a deadline anew, by another calendar or policy: its date is derived again from where its term started and
 * from what moved it since. What was done stays done, and a breach that happened stays on record. Pure.
 */
import type { Calendar } from './calendar.ts';
import { endOfDay, localDate, type Instant, type LocalDate } from './dates.ts';
import { isBefore, isRunning, unitAt, type Because, type Change, type Deadline } from './deadline.ts';
import type { DeadlineRule } from './policy.ts';
import { dueAfterPause, dueOf, remainingAfterPause, warnAt, type Term } from './terms.ts';

export interface Replanning {
  at: Instant;
  /** The command that does it, and why. */
  by: string;
  because: Because;
  /** Since when the case stands still: its time is judged as of then. */
  pausedAt?: Instant | null;
}

/** How a re-plan changes a deadline: its day, or whether it is late. */
export const effects = ['later', 'earlier', 'late', 'room'] as const;
export type Effect = (typeof effects)[number];

/**
 * The deadline under `rule` and `calendar`; equal to what it was when those move nothing, and the same when it has
 * ended. A date that now lies in the past leaves it open: the caller breaches it at `at`, for nobody could be late before.
 */
export function replanned(d: Deadline, rule: DeadlineRule, calendar: Calendar, replanning: Replanning): Deadline {
  if (!isRunning(d)) return d;
  const { dueOn, remaining } = derived(d, d.changes, rule.term, calendar);
  const next: Deadline = { ...d, ...rule, dueOn, dueBefore: endOfDay(dueOn), changes: [...d.changes] };
  next.state = stateOf(d, next.dueBefore, replanning);
  next.remaining = next.state === 'paused' ? remaining : null;
  if (d.breachedAt !== null) next.moot = isMoot(d, d.breachedAt, rule.term, calendar, replanning);
  if (next.moot !== true) delete next.moot;
  const stoodStill = next.state === 'paused' && d.state === 'breached' ? standStill(next, calendar, replanning) : [];
  next.warnsAt = warningOf(d, next, calendar, replanning.at);
  if (hasMoved(d, next)) next.changes.push(changeOf(d, next, replanning), ...stoodStill);
  return next;
}

/** What the re-plan does to it; null when neither its day nor its standing changes. A re-check is never late. */
export function effectOf(before: Deadline, after: Deadline, at: Instant): Effect | null {
  const isLate = after.state === 'breached' || (after.state === 'open' && after.kind !== 're-check' && !isBefore(at, after.dueBefore));
  if (before.state === 'breached' && after.state !== 'breached') return 'room';
  if (before.state !== 'breached' && isLate) return 'late';
  if (after.dueOn === before.dueOn) return null;
  return after.dueOn > before.dueOn ? 'later' : 'earlier';
}

interface Position {
  dueOn: LocalDate;
  pausedOn: LocalDate | null;
  remaining: number | null;
  /** The date that a person gave: that stays, and so does the room it left at a pause. */
  given: LocalDate | null;
}

/** Where `d` would stand after these of its changes under another term and calendar. */
function derived(d: Deadline, changes: readonly Change[], term: Term, calendar: Calendar): Position {
  const start: Position = { dueOn: dueOf(d.startedAt, term, calendar).dueOn, pausedOn: null, remaining: null, given: null };
  return changes.reduce((position, change) => {
    // So many days of one unit are no room in another.
    const room = unitAt(d, change) === term.unit ? (change.remaining ?? 0) : 0;
    return after(position, change, room, term.unit, calendar);
  }, start);
}

function after(p: Position, change: Change, room: number, unit: Term['unit'], calendar: Calendar): Position {
  const on = localDate(change.at);
  switch (change.kind) {
    case 're-planned':
      return p;
    case 'resumed':
      return p.remaining === null ? p : { ...p, dueOn: dueAfterPause(on, p.remaining, unit, calendar).dueOn, pausedOn: null, remaining: null };
    case 'paused':
      return withRemaining({ ...p, pausedOn: on }, p.given === change.dueOn ? room : 0, unit, calendar);
    case 'extended':
      return withRemaining({ ...p, dueOn: p.dueOn > change.dueOn ? p.dueOn : change.dueOn, given: change.dueOn }, room, unit, calendar);
  }
}

function withRemaining(p: Position, room: number, unit: Term['unit'], calendar: Calendar): Position {
  if (p.pausedOn === null) return p;
  const remaining = remainingAfterPause(p.pausedOn, p.dueOn, unit, calendar);
  return { ...p, remaining: Math.max(remaining, room) };
}

function stateOf(d: Deadline, dueBefore: Instant, { at, pausedAt = null }: Replanning): Deadline['state'] {
  if (d.state === 'breached' && isBefore(pausedAt ?? at, dueBefore)) return pausedAt === null ? 'open' : 'paused';
  // Its breach was moot by an earlier re-plan, and is not any more.
  return d.breachedAt !== null && !isBefore(d.breachedAt, dueBefore) ? 'breached' : d.state;
}

/** Moot is a breach that would not have come before somebody gave it room, or before now. */
function isMoot(d: Deadline, breachedAt: Instant, term: Term, calendar: Calendar, { at, pausedAt = null }: Replanning): boolean {
  const later = d.changes.findIndex((change) => change.kind !== 're-planned' && !isBefore(change.at, breachedAt));
  const { dueOn } = derived(d, later === -1 ? d.changes : d.changes.slice(0, later), term, calendar);
  return isBefore(d.changes[later]?.at ?? pausedAt ?? at, endOfDay(dueOn));
}

/** It was late when the case was paused, so nobody paused it; with room again it stands still like the others. */
function standStill(next: Deadline, calendar: Calendar, { by, pausedAt }: Replanning): Change[] {
  if (pausedAt == null) return [];
  next.remaining = remainingAfterPause(localDate(pausedAt), next.dueOn, next.term.unit, calendar);
  return [{ kind: 'paused', at: pausedAt, by, dueOn: next.dueOn, remaining: next.remaining }];
}

function changeOf(d: Deadline, { dueOn, remaining, term }: Deadline, { at, by, because }: Replanning): Change {
  return { kind: 're-planned', at, by, dueOn, ...(remaining === null ? {} : { remaining }), because, ...(term.unit === d.term.unit ? {} : { formerUnit: d.term.unit }) };
}

/** One warning a moment: who was warned is warned again only when the new moment is still to come. */
function warningOf(d: Deadline, next: Deadline, calendar: Calendar, at: Instant): Instant | null {
  if (next.warnWorkingDays === null || next.state === 'breached') return null;
  if (next.state === 'paused') return d.warnsAt;
  const warns = warnAt(next.dueOn, next.warnWorkingDays, calendar);
  if (isBefore(at, warns)) return warns;
  return d.warnsAt === null ? null : at;
}

const hasMoved = (d: Deadline, next: Deadline): boolean => next.dueOn !== d.dueOn || next.state !== d.state || next.remaining !== d.remaining || JSON.stringify(next.term) !== JSON.stringify(d.term);
