/** Steering from any phase: pause and resume, extend, reassign, take on. */
import type { CommandOf } from './commands.ts';
import { extend, pause, resume } from '../deadlines/deadline.ts';
import { hasRules } from './rules.ts';
import { say, touch, type Step } from './step.ts';

export function pauseCase(step: Step): void {
  step.state.pausedAt = step.at;
  say(step, 'paused');
  for (const deadline of step.state.deadlines) if (deadline.state === 'open') pause(touch(step, deadline), step.at, step.cause, step.calendar);
}

export function resumeCase(step: Step, because?: 'crisis'): void {
  step.state.pausedAt = null;
  say(step, 'resumed', because === undefined ? {} : { because });
  for (const deadline of step.state.deadlines) if (deadline.state === 'paused') resume(touch(step, deadline), step.at, step.cause, step.calendar, !hasRules(step.state, 1));
}

export function extendDeadline(step: Step, { deadlineId, dueOn }: CommandOf<'extend-deadline'>['data']): void {
  const deadline = step.state.deadlines.find((d) => d.id === deadlineId);
  if (deadline === undefined) return;
  say(step, 'deadline-extended', { deadlineId, kind: deadline.kind, from: deadline.dueOn, to: dueOn });
  extend(touch(step, deadline), dueOn, step.at, step.cause, step.calendar);
  // A breached deadline has time again, but stays paused.
  const { pausedAt } = step.state;
  if (pausedAt !== null) pause(deadline, pausedAt, step.cause, step.calendar);
}

/** The caller becomes the caseworker of the case; the team stays. */
export function takeOn(step: Step): void {
  step.state.caseworkerId = step.actor.id;
  say(step, 'taken-on', { caseworkerId: step.actor.id });
}

export function reassign(step: Step, { teamId, caseworkerId }: CommandOf<'reassign'>['data']): void {
  step.state.teamId = teamId;
  step.state.caseworkerId = caseworkerId ?? null;
  say(step, 'reassigned', { teamId, caseworkerId: caseworkerId ?? null });
}
