/**
 * Plans a deadline anew for another calendar or policy: its date is derived again from the start of its term and from what moved
 * it since. A deadline that was met stays met, and a breach that happened stays on record. Pure.
 */
import type { Calendar } from '../time/calendar.ts';
import { endOfDay, localDate, type Instant } from '../time/dates.ts';
import { isBefore, isRunning, type Because, type Change, type Deadline } from '../deadlines/deadline.ts';
import { reckoned, reckonOn, type Reckoning } from '../deadlines/reckoning.ts';
import type { DeadlineRule } from './policy.ts';
import { remainingAfterPause, warnAt, type Term } from '../time/terms.ts';

interface Replanning {
  at: Instant;
  /** The command, and its reason. */
  by: string;
  because: Because;
  /** Since when the case is paused: whether it is late is judged at that moment. */
  pausedAt?: Instant | null;
}

/** How a re-plan changes a deadline: its day, or whether it is late. */
export const effects = ['later', 'earlier', 'late', 'room'] as const;
export type Effect = (typeof effects)[number];

/**
 * The deadline under `rule` and `calendar`; unchanged when they move nothing or when it has ended. When the new date is in the
 * past it stays open here and the caller breaches it at `at`, since nobody could be late before.
 */
export function replanned(d: Deadline, rule: DeadlineRule, calendar: Calendar, given: Replanning): Deadline {
  if (!isRunning(d)) return d;
  const replanning = d.endsOn === undefined ? given : { ...given, pausedAt: null };
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

/** Where `d` would stand after these of its changes under another term and calendar. */
function derived(d: Deadline, changes: readonly Change[], term: Term, calendar: Calendar): Reckoning {
  return changes.reduce((now, change) => reckonOn(now, change, { deadline: d, term, calendar }), reckoned(d, term, calendar));
}

function stateOf(d: Deadline, dueBefore: Instant, { at, pausedAt = null }: Replanning): Deadline['state'] {
  if (d.state === 'breached' && isBefore(pausedAt ?? at, dueBefore)) return pausedAt === null ? 'open' : 'paused';
  // Its breach was moot by an earlier re-plan, and is not any more.
  return d.breachedAt !== null && !isBefore(d.breachedAt, dueBefore) ? 'breached' : d.state;
}

/** A breach is moot when under the new rules it would not have happened before an extension, or before now. */
function isMoot(d: Deadline, breachedAt: Instant, term: Term, calendar: Calendar, { at, pausedAt = null }: Replanning): boolean {
  const later = d.changes.findIndex((change) => change.kind !== 're-planned' && !isBefore(change.at, breachedAt));
  const { dueOn } = derived(d, later === -1 ? d.changes : d.changes.slice(0, later), term, calendar);
  return isBefore(d.changes[later]?.at ?? pausedAt ?? at, endOfDay(dueOn));
}

/** It was late when the case was paused and so was not paused itself; now that it is open again it is paused like the others. */
function standStill(next: Deadline, calendar: Calendar, { by, pausedAt }: Replanning): Change[] {
  if (pausedAt == null) return [];
  next.remaining = remainingAfterPause(localDate(pausedAt), next.dueOn, next.term.unit, calendar);
  return [{ kind: 'paused', at: pausedAt, by, dueOn: next.dueOn, remaining: next.remaining }];
}

function changeOf(d: Deadline, { dueOn, remaining, term }: Deadline, { at, by, because }: Replanning): Change {
  return { kind: 're-planned', at, by, dueOn, ...(remaining === null ? {} : { remaining }), because, ...(term.unit === d.term.unit ? {} : { formerUnit: d.term.unit }) };
}

/** An owner who was warned already is warned again only when the new moment is in the future. */
function warningOf(d: Deadline, next: Deadline, calendar: Calendar, at: Instant): Instant | null {
  if (next.warnWorkingDays === null || next.state === 'breached') return null;
  if (next.state === 'paused') return d.warnsAt;
  const warns = warnAt(next.dueOn, next.warnWorkingDays, calendar);
  if (isBefore(at, warns)) return warns;
  return d.warnsAt === null ? null : at;
}

const hasMoved = (d: Deadline, next: Deadline): boolean => next.dueOn !== d.dueOn || next.state !== d.state || next.remaining !== d.remaining || JSON.stringify(next.term) !== JSON.stringify(d.term);
