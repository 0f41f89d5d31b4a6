/** A signal becomes one of the case without a match: its round was not matched, or it had dropped out. */
import { hasRules } from '../rules.ts';
import type { CaseSignal } from '../state.ts';
import type { Step } from '../step.ts';

export function takeUp(step: Step, signal: CaseSignal): void {
  signal.state = 'in-case';
  signal.reason = null;
  if (hasRules(step.state, 1)) signal.owed = true;
  step.signals.push({ id: signal.id, state: 'in-case', reason: null });
}
