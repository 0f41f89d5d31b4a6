/** A case under another calendar or policy: every deadline that runs is planned anew, and the timeline says why. */
import { calendarOf, type Calendar, type ClosedDay } from '../time/calendar.ts';
import type { Actor } from './commands.ts';
import type { Instant } from '../time/dates.ts';
import { isRunning, type Because, type Deadline } from '../deadlines/deadline.ts';
import { deadlineRuleOf, type CasePolicy } from '../planning/policy.ts';
import { effectOf, replanned, type Effect } from '../planning/replan.ts';
import type { Ruled } from './rules.ts';
import { say, touch, type Step } from './step.ts';
import type { CaseState } from './state.ts';

/** Told to every running case once a change is confirmed. */
export interface ReplanIn extends Ruled {
  changeId: string;
  /** Who confirmed it. */
  actor: Actor;
  because: Because;
  /** The version that the case moves to; null: it keeps its own. */
  policy: CasePolicy | null;
}

export interface Move {
  before: Deadline;
  after: Deadline;
  effect: Effect | null;
}

export const replanId = (changeId: string): string => `replan-${changeId}`;

/** Whether the case has heard of this change. */
export const hasTaken = ({ replans = [] }: Pick<CaseState, 'replans'>, changeId: string): boolean => replans.some((known) => known.changeId === changeId);

/** The closed days after a change: each case changes its own list, so that the order of two changes does not matter. */
export function closedDaysAfter(days: readonly ClosedDay[], because: Because): ClosedDay[] {
  if (because.because === 'policy') return [...days];
  const others = days.filter(({ date }) => date !== because.date);
  return because.because === 'closed-day-added' ? [...others, { date: because.date, name: because.name }] : others;
}

/** What the change makes of every deadline that runs; `calendar` is that of the days after it. Leaves the case as it is. */
export function movesOf({ deadlines, policy, pausedAt }: CaseState, replan: ReplanIn, at: Instant, calendar: Calendar): Move[] {
  const holding = replan.policy ?? policy;
  return deadlines.filter(isRunning).map((before) => {
    const after = replanned(before, deadlineRuleOf(holding, before.kind), calendar, { at, by: replanId(replan.changeId), because: replan.because, pausedAt });
    return { before, after, effect: effectOf(before, after, at) };
  });
}

/** Moves the deadlines; what now lies in the past is left to the caller, to happen at this very step. */
export function replanCase(step: Step, replan: ReplanIn): void {
  const { state } = step;
  const calendar = calendarOf(closedDaysAfter(state.closedDays, replan.because));
  const moves = movesOf(state, replan, step.at, calendar);
  const count = (...effects: Effect[]) => moves.filter(({ effect }) => effect !== null && effects.includes(effect)).length;
  state.closedDays = closedDaysAfter(state.closedDays, replan.because);
  state.policy = replan.policy ?? state.policy;
  state.replans = [...(state.replans ?? []), { changeId: replan.changeId, because: replan.because }];
  step.calendar = calendar;
  say(step, 'replanned', { ...replan.because, changeId: replan.changeId, moved: count('later', 'earlier', 'late', 'room'), late: count('late'), room: count('room') });
  for (const { before, after, effect } of moves) {
    if (JSON.stringify(before) === JSON.stringify(after)) continue;
    if (effect !== null) say(step, 'deadline-replanned', { ...replan.because, deadlineId: before.id, kind: before.kind, from: before.dueOn, to: after.dueOn, effect });
    touch(step, before);
    state.deadlines[state.deadlines.indexOf(before)] = after;
  }
}
