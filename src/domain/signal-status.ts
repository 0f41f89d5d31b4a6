/** What became of one signal, in the national codes (DDAS EnumSignaalstatus). */
import type { Ending } from './case/state.ts';
import { parseCode, signalStatuses, type SignalStatus } from './codes.ts';
import type { Phase } from './lifecycle.ts';

interface Facts {
  state: 'pending' | 'in-case' | 'dropped';
  /** Why it dropped out. */
  reason: string | null;
  phase: Phase;
  ending: Ending | null;
  result: string | null;
  visits: number;
}

/**
 * A signal is taken up from the go on. A no-go, or a case closed before anybody went there, says why by its result; a
 * result that is no signal status says no more than that it was not taken up.
 */
export function signalStatusOf({ state, reason, phase, ending, result, visits }: Facts): SignalStatus {
  if (state === 'pending') return 'not-taken-up-yet';
  if (state === 'dropped') return reason === 'repeated' ? 'not-taken-up-repeated' : 'not-taken-up-other';
  if (phase === 'candidate' || phase === 'triage') return 'not-taken-up-yet';
  const untouched = ending === 'no-go' || (ending === 'closed-early' && visits === 0);
  return untouched ? (parseCode(signalStatuses, result ?? '') ?? 'not-taken-up-other') : 'taken-up';
}
