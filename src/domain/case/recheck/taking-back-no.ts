/** A creditor's "no" at the re-check that was a mistake: until somebody has acted on it, everything stands again as it stood. */
import { isRunning } from '../../deadlines/deadline.ts';
import { localDate, type LocalDate } from '../../time/dates.ts';
import { runOn, standAgain, standpointOf, standStill } from '../standpoint.ts';
import { say, takeBack, type Step } from '../step.ts';
import type { TakeableNo } from '../state.ts';

/** What taking back the answer of this command restores. */
export const standingBefore = ({ state, cause }: Step, creditorId: string): TakeableNo => ({ creditorId, by: cause, ...standpointOf(state) });

/** @returns the day on which the creditor answered first */
export function takeBackNo(step: Step, { creditorId, by, before, signals }: TakeableNo): { on?: LocalDate } {
  const { state } = step;
  const answered = state.deadlines.find((d) => d.endedBy === by && d.creditorId === creditorId)?.endedAt ?? null;
  takeBack(step, by);
  standAgain(state, { before, signals });
  delete state.takeableNo;
  // The case may have been paused, or have run on, since the deadlines ended that run again.
  for (const d of state.deadlines.filter(isRunning)) {
    if (state.pausedAt === null) runOn(step, d);
    else standStill(step, d, state.pausedAt);
  }
  say(step, 're-check-taken-back', { creditorId });
  return answered === null ? {} : { on: localDate(answered) };
}
