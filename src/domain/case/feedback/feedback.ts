/** Feedback to every creditor, each once, and where the case goes when all have had theirs. */
import type { CommandOf } from '../commands.ts';
import { endCase } from '../ending.ts';
import { holdFeedback, meetHeld } from './holding-feedback.ts';
import { canBeCorrected, creditorsOfSignals, feedbackHad, isOwed, isUntouched, owedSignals, stillToTell } from './owing.ts';
import { conclude } from '../recheck/recheck.ts';
import { hasRules } from '../rules.ts';
import { done, doneForAll, enter, say, send, sendToCreditors, start, type Step } from '../step.ts';
import { isVisit, runningDeadline, type CaseSignal, type CaseState } from '../state.ts';

export function sendFeedback(step: Step, { feedbackId, creditorIds, undoable }: CommandOf<'send-feedback'>['data']): void {
  const { state } = step;
  if (!hasRules(state, 1)) return sendToAll(step, feedbackId);
  for (const signal of state.signals) signal.owed = isOwed(state, signal);
  const told = stillToTell(state).filter(({ creditorId }) => creditorIds?.includes(creditorId) ?? true);
  if (undoable === true) holdFeedback(step, { feedbackId, signalIds: told.map(({ id }) => id) });
  else sendTo(step, feedbackId, told);
}

function sendTo(step: Step, feedbackId: string, told: readonly CaseSignal[]): void {
  const { state } = step;
  const late = told.filter((signal) => signal.late !== undefined);
  for (const signal of told) Object.assign(signal, { owed: false, told: feedbackId } satisfies Partial<CaseSignal>);
  state.feedbackId = feedbackId;
  say(step, 'feedback-sent', { feedbackId, helpAccepted: state.planId !== null, signalIds: told.map(({ id }) => id) });
  for (const creditorId of creditorsOfSignals(told)) tell(step, creditorId, feedbackId);
  for (const creditorId of creditorsOfSignals(late)) {
    if (needsRecheck(state) && runningDeadline(state, 're-check', creditorId) === undefined) start(step, 're-check', step.at, creditorId);
  }
  meetHeld(step);
  afterFeedback(step);
}

/** What creditors were told is put right for those that were told it. */
export function correctFeedback(step: Step, { feedbackId, creditorIds, undoable, ...given }: CommandOf<'correct-feedback'>['data']): void {
  const { state } = step;
  const corrects = given.corrects ?? state.feedbackId;
  if (corrects === null) return;
  const had = state.signals.filter((signal) => canBeCorrected(state, signal) && feedbackHad(state, signal) === corrects && (creditorIds?.includes(signal.creditorId) ?? true));
  if (undoable === true) holdFeedback(step, { feedbackId, signalIds: had.map(({ id }) => id), corrects });
  else correctTo(step, { feedbackId, corrects, had });
}

function correctTo(step: Step, { feedbackId, corrects, had }: { feedbackId: string; corrects: string; had: readonly CaseSignal[] }): void {
  const { state } = step;
  for (const signal of had) signal.told = feedbackId;
  if (state.feedbackId === corrects) state.feedbackId = feedbackId;
  say(step, 'feedback-corrected', { feedbackId, corrects, signalIds: had.map(({ id }) => id) });
  for (const id of creditorsOfSignals(had)) send(step, 'feedback-corrected', { kind: 'creditor', id }, { feedbackId, corrects });
}

/** The time for undoing is over: it goes out to whom it still concerns. */
export function effectFeedback(step: Step): void {
  const { state } = step;
  const held = state.heldFeedback?.shift();
  if (held === undefined) return;
  if (state.heldFeedback?.length === 0) delete state.heldFeedback;
  const { feedbackId, signalIds, corrects } = held;
  const told = state.signals.filter((signal) => signalIds.includes(signal.id) && signal.state === 'in-case');
  if (told.length === 0) return;
  if (corrects !== undefined) return correctTo(step, { feedbackId, corrects, had: told });
  state.correctableId = null;
  sendTo(step, feedbackId, told);
}

function tell(step: Step, creditorId: string, feedbackId: string): void {
  send(step, 'feedback', { kind: 'creditor', id: creditorId }, { feedbackId });
  if (owedSignals(step.state).some((signal) => signal.creditorId === creditorId)) return;
  done(step, 'feedback', { creditorId });
}

/** Once nobody is owed anything, the case goes on: to the re-check, or to its end. */
export function afterFeedback(step: Step): void {
  const { state } = step;
  if (owedSignals(state).length > 0) return;
  doneForAll(step, 'feedback');
  if (state.phase !== 'feedback') return conclude(step);
  if (!needsRecheck(state)) return endCase(step, 'fed-back');
  enter(step, 'monitoring');
  start(step, 're-check');
}

export function markCovered(step: Step, { signalId }: CommandOf<'mark-covered'>['data']): void {
  const { state } = step;
  const signal = state.signals.find(({ id }) => id === signalId);
  if (signal?.late === undefined) return;
  signal.late.underPlan = true;
  say(step, 'signal-covered', { signalId, creditorId: signal.creditorId });
  if (!state.signals.some((other) => other.creditorId === signal.creditorId && isOwed(state, other) && isUntouched(state, other))) done(step, 'first-visit', { creditorId: signal.creditorId });
}

/** For a case that follows the rules from before 0.3: one feedback for every creditor, whenever its signal joined. */
function sendToAll(step: Step, feedbackId: string): void {
  const { state } = step;
  done(step, 'feedback');
  state.feedbackId = feedbackId;
  say(step, 'feedback-sent', { feedbackId, helpAccepted: state.planId !== null });
  sendToCreditors(step, 'feedback', { feedbackId });
  // For arrears that joined later: the re-check goes on as it was.
  if (state.phase !== 'feedback') return;
  if (!needsRecheck(state)) return endCase(step, 'fed-back');
  enter(step, 'monitoring');
  start(step, 're-check');
}

/** No re-check follows where the resident has left or died: who moved within the municipality is helped at the new address. */
function needsRecheck({ policy, planId, attempts, result }: CaseState): boolean {
  const isMoved = result === 'not-a-resident' || (result === 'not-taken-up-other' && planId === null);
  if (isMoved || result === 'deceased') return false;
  if (policy.recheckAfter === 'never') return false;
  return policy.recheckAfter === 'plan' ? planId !== null : planId !== null || attempts.some(isVisit);
}
