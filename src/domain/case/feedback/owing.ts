/** Which signals are still owed feedback, and what arrears that join after the feedback still need. */
import { localDate, type Instant } from '../../time/dates.ts';
import { isRunning } from '../../deadlines/deadline.ts';
import type { CaseSignal, CaseState } from '../state.ts';

/** Whether the creditor of this signal is still owed feedback. */
export const isOwed = (state: CaseState, signal: CaseSignal): boolean => signal.state === 'in-case' && (signal.owed ?? owedBefore(state, signal));

export const owedSignals = (state: CaseState): CaseSignal[] => state.signals.filter((signal) => isOwed(state, signal));

const isHeld = ({ heldFeedback = [] }: CaseState, { id }: CaseSignal): boolean => heldFeedback.some(({ signalIds }) => signalIds.includes(id));

/** Owed, and no feedback to them stands ready. */
export const stillToTell = (state: CaseState): CaseSignal[] => owedSignals(state).filter((signal) => !isHeld(state, signal));

/** The feedback that its creditor has of this signal; before 0.3 everybody had that of the case. */
export const feedbackHad = (state: CaseState, signal: CaseSignal): string | null => signal.told ?? (signal.state === 'in-case' && !isOwed(state, signal) ? state.feedbackId : null);

/** What its creditor has can be corrected, unless a new feedback is owed or stands ready. */
export const canBeCorrected = (state: CaseState, signal: CaseSignal): boolean => signal.state === 'in-case' && !isOwed(state, signal) && !isHeld(state, signal) && feedbackHad(state, signal) !== null;

/** By the rules from before 0.3: one feedback was for all signals, and a signal that joined after it started a new term. */
function owedBefore({ feedbackId, deadlines }: CaseState, { id, roundId }: CaseSignal): boolean {
  if (feedbackId === null) return true;
  const term = deadlines.findLast(({ kind }) => kind === 'feedback');
  return term !== undefined && isRunning(term) && (term.startedBy === `signal-${id}` || term.startedBy === `match-${roundId}`);
}

export const creditorsOfSignals = (signals: readonly CaseSignal[]): string[] => [...new Set(signals.map(({ creditorId }) => creditorId))];

/** Creditors that are asked with the others; who joined after the feedback is asked half a year after its own. */
export const askedTogether = (state: CaseState): string[] => creditorsOfSignals(state.signals.filter(({ state: now, late }) => now === 'in-case' && late === undefined));

/** Nobody worked on these arrears yet: no contact since they joined, nor a note that the plan covers them. */
export const isUntouched = ({ attempts }: CaseState, { late }: CaseSignal): boolean => late !== undefined && late.underPlan !== true && !attempts.some(({ date }) => date >= localDate(late.since));

export function joinLate(signal: CaseSignal, since: Instant): void {
  Object.assign(signal, { owed: true, late: { since } } satisfies Partial<CaseSignal>);
}

/** A signal takes the place of what its creditor told of the contract before: what is still owed about that is owed about it. */
export function takePlace(state: CaseState, signal: CaseSignal): CaseSignal[] {
  const replaced = state.signals.filter((old) => old !== signal && old.state === 'in-case' && signal.updates?.includes(old.id) === true);
  if (replaced.length === 0) return [];
  signal.owed = replaced.some((old) => isOwed(state, old));
  const late = replaced.find((old) => old.late !== undefined)?.late;
  if (late !== undefined) signal.late = late;
  for (const old of replaced) Object.assign(old, { state: 'dropped', reason: 'replaced' } satisfies Partial<CaseSignal>);
  return replaced;
}

/** The case is worked on anew: every creditor is owed feedback about it. */
export function oweAll(state: CaseState): void {
  for (const signal of state.signals) {
    signal.owed = true;
    delete signal.late;
  }
}

/** A re-check lies ahead, of all or of one who joined later. */
export const isRecheckAhead = (state: CaseState): boolean => state.deadlines.some((d) => d.kind === 're-check' && isRunning(d));
