/** Where a case stands, and having it stand there again: for what was done by mistake. */
import { pause, resume, isBefore, isRunning, type Deadline } from '../deadlines/deadline.ts';
import { touch, type Step } from './step.ts';
import type { CaseState, Standpoint } from './state.ts';
import type { Instant } from '../time/dates.ts';

export function standpointOf(state: CaseState): Standpoint {
  const { phase, cycle, revisits, correctableId, visitsStopped, planId, problematicDebts, urgent, feedbackId, answers, undecided, result } = state;
  return {
    before: { phase, cycle, revisits, correctableId, visitsStopped, planId, problematicDebts, urgent, feedbackId, answers: { ...answers }, undecided, result },
    signals: state.signals.map(({ id, owed, late }) => ({ id, ...(owed === undefined ? {} : { owed }), ...(late === undefined ? {} : { late }) })),
  };
}

export function standAgain(state: CaseState, { before, signals }: Standpoint): void {
  Object.assign(state, before);
  for (const signal of state.signals) {
    const stood = signals.find(({ id }) => id === signal.id);
    if (stood === undefined) continue;
    delete signal.owed;
    delete signal.late;
    Object.assign(signal, stood);
  }
}

/** It ran out before it stood still, or counts back from a day that waits for nothing: then it runs on. */
export function standStill(step: Step, deadline: Deadline, since: Instant): void {
  if (deadline.state === 'open' && isRunning(deadline) && isBefore(since, deadline.dueBefore)) pause(touch(step, deadline), since, step.cause, step.calendar);
}

export function runOn(step: Step, deadline: Deadline): void {
  if (deadline.state === 'paused') resume(touch(step, deadline), step.at, step.cause, step.calendar);
}
