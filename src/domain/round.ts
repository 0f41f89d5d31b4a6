/** A round: one month of one region, from its opening to the confirmed match. */
import { DateTime } from 'luxon';
import type { ClosedDay } from './calendar.ts';
import { ZONE, type Instant } from './dates.ts';
import type { Because } from './deadline.ts';
import type { DeadlineRule, MatchPolicy } from './policy.ts';

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
  /** Of the match list that can be confirmed; 0 before the first. */
  listVersion: number;
}

/** What holds for a round from its closing on. */
export interface RoundRules {
  matchResult: DeadlineRule;
  confirmation: MatchPolicy['confirmation'];
  /** Closed days beyond the statutory ones; absent: those the system knows. */
  closedDays: ClosedDay[];
}

/** A change of calendar or policy, as a round is told it. */
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

/** The month whose round takes deliveries at a moment: the first whose cut-off is still to come. */
export function monthAt(at: Instant): string {
  const month = DateTime.fromISO(at, { zone: ZONE }).toFormat('yyyy-MM');
  if (Date.parse(at) < Date.parse(cutOffOf(month))) return month;
  return DateTime.fromISO(month, { zone: ZONE }).plus({ months: 1 }).toFormat('yyyy-MM');
}

const instantOf = (time: DateTime): Instant => new Date(time.toMillis()).toISOString();
