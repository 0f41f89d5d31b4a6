/** Feedback that can still be undone: its mail waits, and whether it was in time is decided already. */
import { cancel, isRunning } from '../../deadlines/deadline.ts';
import { creditorsOfSignals, stillToTell } from './owing.ts';
import { done, doneForAll, say, takeBack, touch, type Step } from '../step.ts';
import type { HeldFeedback } from '../state.ts';

export function holdFeedback(step: Step, held: Pick<HeldFeedback, 'feedbackId' | 'signalIds' | 'corrects'>): void {
  const { state } = step;
  const until = new Date(Date.parse(step.at) + state.policy.undoMinutes * 60_000).toISOString();
  state.heldFeedback = [...(state.heldFeedback ?? []), { until, commandId: step.cause, ...held }].sort((a, b) => Date.parse(a.until) - Date.parse(b.until));
  say(step, 'feedback-held', held);
  meetHeld(step);
}

/** The day of the act decides whether it was in time, not that of the mail. */
export function meetHeld(step: Step): void {
  const { state } = step;
  const held = state.heldFeedback?.findLast(({ corrects }) => corrects === undefined);
  if (held === undefined) return;
  const waiting = stillToTell(state);
  const holding = { ...step, cause: held.commandId };
  const ready = state.signals.filter(({ id }) => state.heldFeedback?.some(({ signalIds }) => signalIds.includes(id)));
  for (const creditorId of creditorsOfSignals(ready)) if (!waiting.some((signal) => signal.creditorId === creditorId)) done(holding, 'feedback', { creditorId });
  if (waiting.length === 0) doneForAll(holding, 'feedback');
}

/** All that waits; does nothing when nothing does. */
export function undoFeedback(step: Step): void {
  const { heldFeedback = [] } = step.state;
  if (heldFeedback.length === 0) return;
  delete step.state.heldFeedback;
  for (const { commandId } of heldFeedback) takeBack(step, commandId);
  const { deadlines } = step.state;
  // Arrears that joined meanwhile began a term of their own: the first one serves all.
  const running = deadlines.filter((d) => d.kind === 'feedback' && isRunning(d));
  for (const [n, later] of running.entries()) if (running.slice(0, n).some(({ creditorId }) => creditorId === later.creditorId)) cancel(touch(step, later), step.at, step.cause);
  say(step, 'feedback-undone');
}
