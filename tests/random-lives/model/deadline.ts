/** A deadline as the table in the process description has it, in days. */
import type { DeadlineKind, DeadlineRule } from '../../../src/domain/planning/policy.ts';
import { after, afterPause, before, dayAt, daysLeft, midnight, plus, workingDaysBefore, type Closed, type Day } from './days.ts';

export interface ModelDeadline {
  kind: DeadlineKind;
  creditor: string | null;
  rule: DeadlineRule;
  /** The day on which something ends for the household: it is counted back from, and no pause moves it. */
  ends: Day | null;
  state: 'open' | 'paused' | 'breached' | 'met' | 'met-late' | 'cancelled';
  due: Day;
  /** When its owner is still to be warned. */
  warns: number | null;
  /** The last breach. */
  breached: number | null;
  ended: number | null;
  left: number | null;
  /** The day after which time stood still. */
  haltedOn: Day;
  /** The breach on record would not have been one. */
  moot: boolean;
  from: number;
  /** When its day was last worked out anew: nobody was late by it before. */
  plannedAt: number;
  /** Since when anybody could know of it. */
  known: number;
  startedBy: string;
  endedBy: string | null;
  /** Its state and what was left when it ended. */
  before: ModelDeadline['state'] | null;
  leftBefore: number | null;
  /** What moved it since it started, for working it out again. */
  log: Moved[];
}

/** Time stood still, ran on, or a person gave it a later day; `left` is how much room that gave while time stands still. */
export type Moved = { at: number } & ({ what: 'halted'; due: Day; left: number; unit: Unit } | { what: 'ran-on' } | { what: 'given'; due: Day; left: number | null; unit: Unit });
type Unit = DeadlineRule['term']['unit'];

export const runs = (d: ModelDeadline): boolean => d.ended === null;
/** The first moment after its last day. */
export const overAt = (d: ModelDeadline): number => midnight(plus(d.due, 1));

export function begin(kind: DeadlineKind, rule: DeadlineRule, from: number, by: string, creditor: string | null, closed: Closed, known: number, ends: Day | null): ModelDeadline {
  const due = firstDue({ rule, from, ends }, closed);
  const d: ModelDeadline = {
    kind, creditor, rule, ends, state: 'open', due, warns: null, breached: null, ended: null, left: null, haltedOn: '', moot: false, from, plannedAt: 0, known, startedBy: by, endedBy: null, before: null, leftBefore: null, log: [],
  };
  return { ...d, warns: warning(d, closed) };
}

/** Before anything moved it. */
export function firstDue({ rule: { term }, from, ends }: Pick<ModelDeadline, 'rule' | 'from' | 'ends'>, closed: Closed): Day {
  return ends === null ? after(dayAt(from), term.amount, term.unit, closed) : before(ends, term.amount, term.unit, { heard: dayAt(from), closed });
}

export function warning(d: ModelDeadline, closed: Closed): number | null {
  return d.rule.warnWorkingDays === null ? null : midnight(workingDaysBefore(d.due, d.rule.warnWorkingDays, closed));
}

export function stop(d: ModelDeadline, state: ModelDeadline['state'], at: number, by: string): void {
  Object.assign(d, { state, ended: at, endedBy: by, before: d.state, leftBefore: d.left, left: null } satisfies Partial<ModelDeadline>);
}

/** Done: in time when it was done on or before its last day, or while time stood still. */
export function finish(d: ModelDeadline, at: number, by: string, on: Day): void {
  stop(d, d.state === 'paused' || on <= d.due ? 'met' : 'met-late', at, by);
}

/** No longer wanted; a breach that happened stays one. */
export function giveUp(d: ModelDeadline, at: number, by: string): void {
  stop(d, d.state === 'breached' ? 'breached' : 'cancelled', at, by);
}

export function unstop(d: ModelDeadline): void {
  const state = d.before ?? 'open';
  Object.assign(d, { state, ended: null, endedBy: null, before: null, leftBefore: null, left: state === 'paused' ? d.leftBefore : null } satisfies Partial<ModelDeadline>);
}

export function halt(d: ModelDeadline, at: number, closed: Closed): void {
  d.state = 'paused';
  d.haltedOn = dayAt(at);
  d.left = daysLeft(d.haltedOn, d.due, d.rule.term.unit, closed);
  d.log.push({ what: 'halted', at, due: d.due, left: d.left, unit: d.rule.term.unit });
}

/** Runs on from the next day with what was left; who should have been warned meanwhile is warned now. */
export function goOn(d: ModelDeadline, at: number, closed: Closed): void {
  Object.assign(d, { state: 'open', due: afterPause(dayAt(at), d.left ?? 0, d.rule.term.unit, closed), left: null });
  d.log.push({ what: 'ran-on', at });
  const warns = warning(d, closed);
  if (warns !== null && warns > at) d.warns = warns;
  else if (d.warns !== null) d.warns = at;
}

/** A later last day. With room again it is open again and warns again. */
export function stretch(d: ModelDeadline, due: Day, at: number, paused: number | null, closed: Closed): void {
  d.due = due;
  if (d.state === 'paused') d.left = Math.max(d.left ?? 0, daysLeft(d.haltedOn, due, d.rule.term.unit, closed));
  d.log.push({ what: 'given', at, due, left: d.left, unit: d.rule.term.unit });
  if (d.state === 'paused' || overAt(d) <= at) return;
  d.state = 'open';
  const warns = warning(d, closed);
  d.warns = warns !== null && warns > at ? warns : null;
  if (paused !== null && d.ends === null) halt(d, paused, closed);
}
