/** Changes of calendar and policy: which of them a case has not been told of, and what they would do to it. Pure. */
import { calendarOf, type Calendar, type ClosedDay } from '../time/calendar.ts';
import { closedDaysAfter, hasTaken, movesOf, type Move, type ReplanIn } from '../case/replan.ts';
import { passTime, takeReplan } from '../case/life.ts';
import { RULES } from '../case/rules.ts';
import type { CaseState } from '../case/state.ts';
import type { Actor } from '../case/commands.ts';
import type { Instant } from '../time/dates.ts';
import type { Because } from '../deadlines/deadline.ts';
import type { CasePolicy } from './policy.ts';

export const changeStates = ['proposed', 'telling', 'done', 'discarded'] as const;
export type ChangeState = (typeof changeStates)[number];

/** A confirmed change, or one that is tried out as if it were confirmed. */
export interface Change {
  id: string;
  /** Goes up with every change that is confirmed. */
  number: number;
  because: Because;
  /** Who confirmed it. */
  actor: Actor;
  /** The version that cases move to; null: the change is one of the calendar. */
  policy: CasePolicy | null;
  /** The municipalities whose cases hear of it; null: all. */
  scope: readonly string[] | null;
}

/** The part of a case's state that says which changes it knows. */
export interface Listener {
  /** The changes that it was told of, or started with. */
  replans: CaseState['replans'] | null;
  /** The version that it runs under. */
  policyVersion: string;
  municipalityCode: string;
}

/**
 * The changes that a case has not been told of, in the order of confirming. A policy moves only cases that run under an older
 * version, never a case back.
 * @param changes every change that was confirmed, in that order
 */
export function unheard(changes: readonly Change[], { replans, policyVersion, municipalityCode }: Listener): Change[] {
  const numberOfOwn = changes.find(({ because }) => because.because === 'policy' && because.version === policyVersion)?.number ?? 0;
  return changes.filter(
    ({ id, number, because, scope }) =>
      !hasTaken(replans == null ? {} : { replans }, id) && (scope === null || scope.includes(municipalityCode)) && (because.because !== 'policy' || number > numberOfOwn),
  );
}

export const replanIn = ({ id, actor, because, policy }: Change): ReplanIn => ({ rules: RULES, changeId: id, actor, because, policy });

/** Tries changes out on many cases; the calendar of equal closed days is computed once. */
export function foreseeing() {
  const calendars = new Map<string, Calendar>();
  const calendarFor = (days: readonly ClosedDay[]): Calendar => {
    const key = JSON.stringify(days);
    const known = calendars.get(key) ?? calendarOf(days);
    calendars.set(key, known);
    return known;
  };
  /** What `change` would do to the case at `at`, after what happens by itself until then and the changes it has still to hear of. */
  return (state: CaseState, before: readonly Change[], change: Change, at: Instant): (Move & { effect: NonNullable<Move['effect']> })[] => {
    const current = before.reduce((then, earlier) => takeReplan(then, replanIn(earlier), at)?.state ?? then, passTime(state, at)?.state ?? state);
    const moves = movesOf(current, replanIn(change), at, calendarFor(closedDaysAfter(current.closedDays, change.because)));
    return moves.flatMap(({ effect, ...move }) => (effect === null ? [] : [{ ...move, effect }]));
  };
}
