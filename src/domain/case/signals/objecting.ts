/** Somebody in a case that is also about others objected: it goes on without that person's signals. */
import { cancel, isRunning } from '../../deadlines/deadline.ts';
import { endCase } from '../ending.ts';
import { afterFeedback } from '../feedback/feedback.ts';
import { undoFeedback } from '../feedback/holding-feedback.ts';
import { conclude } from '../recheck/recheck.ts';
import { creditorsOfSignals, owedSignals } from '../feedback/owing.ts';
import { hasRules } from '../rules.ts';
import { creditorsOf, type CaseSignal } from '../state.ts';
import { say, send, touch, type Step } from '../step.ts';
import { endThreat } from './threats.ts';

/**
 * Those of one person, who objected, in a case that goes on for others: their creditors hear that it ends, and are asked
 * nothing any more about arrears that are in the case no longer.
 */
export function stopSignals(step: Step, signalIds: readonly string[]): void {
  const { state } = step;
  // What had dropped out before stays as its creditor was told; before 0.3 it was told once more.
  const isOver = ({ state: now, reason }: CaseSignal) => now === 'dropped' && (hasRules(state, 1) || reason === 'objection');
  const stopped = state.signals.filter((signal) => signalIds.includes(signal.id) && !isOver(signal));
  if (hasRules(state, 1) && stopped.length > 0) say(step, 'signals-stopped', { signalIds: stopped.map(({ id }) => id) });
  // What stands ready was written for them too.
  if (stopped.some(({ id }) => state.heldFeedback?.some((held) => held.signalIds.includes(id)))) undoFeedback(step);
  for (const signal of stopped) {
    Object.assign(signal, { state: 'dropped', reason: 'objection' } satisfies Partial<CaseSignal>);
    endThreat(step, signal);
    step.signals.push({ id: signal.id, state: 'dropped', reason: 'objection' });
    send(step, 'signal-stopped', { kind: 'creditor', id: signal.creditorId }, { signalId: signal.id });
  }
  if (stopped.length > 0) delete state.takeableNo;
  const left = creditorsOf(state);
  for (const creditorId of new Set(stopped.map((signal) => signal.creditorId))) if (!left.includes(creditorId)) askNoMore(step, creditorId);
  if (hasRules(state, 1)) return goOnWithout(step, left);
  if (state.phase === 're-check' && left.length > 0 && left.every((creditorId) => state.answers[creditorId] === 'paying')) endCase(step, 'recovered');
}

/** The case may have waited only for the signals that were just stopped. */
function goOnWithout(step: Step, left: readonly string[]): void {
  const { state } = step;
  const owed = creditorsOfSignals(owedSignals(state));
  for (const d of state.deadlines) {
    if (isRunning(d) && d.creditorId !== null && (d.kind === 'feedback' || d.kind === 'first-visit') && !owed.includes(d.creditorId)) cancel(touch(step, d), step.at, step.cause);
  }
  // Nothing is left to work on; signals that wait for their match go to the next case at the address.
  if (left.length === 0) return state.phase === 'candidate' ? undefined : endCase(step, 'closed-early', 'not-taken-up-other');
  if (state.phase === 're-check' || state.phase === 'monitoring') conclude(step);
  else if (state.phase === 'feedback') afterFeedback(step);
}

function askNoMore(step: Step, creditorId: string): void {
  for (const deadline of step.state.deadlines) if (deadline.creditorId === creditorId && isRunning(deadline)) cancel(touch(step, deadline), step.at, step.cause);
  step.state.answers = Object.fromEntries(Object.entries(step.state.answers).filter(([asked]) => asked !== creditorId));
}
