/** A creditor's "no" at the re-check that was a mistake: until somebody has acted on it, everything stands again as it stood. */
import { isBefore, isRunning, pause, resume } from '../../deadlines/deadline.ts';
import { localDate, type LocalDate } from '../../time/dates.ts';
import { say, takeBack, touch, type Step } from '../step.ts';
import type { TakeableNo } from '../state.ts';

/** What taking back the answer of this command restores. */
export function standingBefore({ state, cause }: Step, creditorId: string): TakeableNo {
  const { phase, cycle, revisits, correctableId, visitsStopped, planId, problematicDebts, urgent, feedbackId, answers, undecided, result } = state;
  return {
    creditorId,
    by: cause,
    before: { phase, cycle, revisits, correctableId, visitsStopped, planId, problematicDebts, urgent, feedbackId, answers: { ...answers }, undecided, result },
    signals: state.signals.map(({ id, owed, late }) => ({ id, ...(owed === undefined ? {} : { owed }), ...(late === undefined ? {} : { late }) })),
  };
}

/** @returns the day on which the creditor answered first */
export function takeBackNo(step: Step, { creditorId, by, before, signals }: TakeableNo): { on?: LocalDate } {
  const { state } = step;
  const answered = state.deadlines.find((d) => d.endedBy === by && d.creditorId === creditorId)?.endedAt ?? null;
  takeBack(step, by);
  Object.assign(state, before);
  delete state.takeableNo;
  for (const signal of state.signals) {
    const stood = signals.find(({ id }) => id === signal.id);
    if (stood === undefined) continue;
    delete signal.owed;
    delete signal.late;
    Object.assign(signal, stood);
  }
  standStillOrRun(step);
  say(step, 're-check-taken-back', { creditorId });
  return answered === null ? {} : { on: localDate(answered) };
}

/** The case may have been paused, or have run on, since the deadlines ended that run again. */
function standStillOrRun(step: Step): void {
  const { state, at, cause, calendar } = step;
  const { pausedAt } = state;
  for (const d of state.deadlines.filter(isRunning)) {
    if (pausedAt !== null && d.state === 'open' && isBefore(pausedAt, d.dueBefore)) pause(touch(step, d), pausedAt, cause, calendar);
    else if (pausedAt === null && d.state === 'paused') resume(touch(step, d), at, cause, calendar);
  }
}
