/** A round: one month of one region, from its opening to the confirmed match. */
import { DateTime } from 'luxon';
import type { ClosedDay } from '../time/calendar.ts';
import { ZONE, type Instant } from '../time/dates.ts';
import type { Because } from '../deadlines/deadline.ts';
import type { DeadlineRule, MatchPolicy } from '../planning/policy.ts';

export const roundStates = ['open', 'matching', 'proposed', 'applying', 'confirmed'] as const;
export type RoundState = (typeof roundStates)[number];

/** What a round's workflow is started with. */
export interface RoundInput {
  roundId: string;
  /** When it closes by itself. */
  cutOff: Instant;
  /** Closes only when somebody closes it. */
  byHand: boolean;
}

export interface RoundStatus {
  state: RoundState;
  /** The version of the match list that can be confirmed; 0 before the first. */
  listVersion: number;
}

/** The policy and calendar of a round, fixed at its closing. */
export interface RoundRules {
  matchResult: DeadlineRule;
  confirmation: MatchPolicy['confirmation'];
  /** Closed days beyond the statutory ones; absent: those the system knows. */
  closedDays: ClosedDay[];
}

/** A change of calendar or policy, in the form that a round is told. */
export interface RoundReplanIn {
  changeId: string;
  because: Because;
  /** The closed days from here on. */
  closedDays: ClosedDay[];
  /** The rule that the round moves to; null: it keeps its own. */
  matchResult: DeadlineRule | null;
}

/** Local time. */
export const CUT_OFF = { day: 25, hour: 11 };

/** The 25th of the month ('YYYY-MM'), 11:00 Europe/Amsterdam. */
export function cutOffOf(month: string): Instant {
  return instantOf(DateTime.fromISO(month, { zone: ZONE }).set(CUT_OFF));
}

/** 11:00 Europe/Amsterdam on a day, for a round with a cut-off of its own. */
export function cutOffOn(date: string): Instant {
  return instantOf(DateTime.fromISO(date, { zone: ZONE }).set({ hour: CUT_OFF.hour }));
}

interface Closing {
  cutOff: Instant;
  byHand: boolean;
  closedAt: Instant | null;
  state: RoundState;
}

/**
 * The first moment at which a delivery comes too late for a round: its cut-off, though it is closed later, or an earlier
 * closing; of one by hand its closing alone. Null while nobody has closed that one.
 */
export function takesUntil({ cutOff, byHand, closedAt, state }: Closing): Instant | null {
  if (byHand) return closedAt ?? (state === 'open' ? null : cutOff);
  return closedAt !== null && Date.parse(closedAt) < Date.parse(cutOff) ? closedAt : cutOff;
}

/** What the creditor of a late row reads of it: 'te laat; gaat mee met december'. */
export const lateNote = (month: string): string => `te laat; gaat mee met ${DateTime.fromISO(month, { zone: ZONE, locale: 'nl' }).toFormat('LLLL')}`;

/** The month whose round takes deliveries at a moment: the first whose cut-off is still to come. */
export function monthAt(at: Instant): string {
  const month = DateTime.fromISO(at, { zone: ZONE }).toFormat('yyyy-MM');
  if (Date.parse(at) < Date.parse(cutOffOf(month))) return month;
  return DateTime.fromISO(month, { zone: ZONE }).plus({ months: 1 }).toFormat('yyyy-MM');
}

const instantOf = (time: DateTime): Instant => new Date(time.toMillis()).toISOString();
