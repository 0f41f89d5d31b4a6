/** What became of one signal, in the national codes (DDAS EnumSignaalstatus). */
import type { DropOutReason, Ending } from '../state.ts';
import { parseCode, signalStatuses, type SignalStatus } from '../../codes.ts';
import type { Phase } from '../lifecycle.ts';

interface Facts {
  state: 'pending' | 'in-case' | 'dropped';
  /** Why it dropped out. */
  reason: string | null;
  phase: Phase;
  ending: Ending | null;
  result: string | null;
  /** Somebody sought contact, made a plan, or told the creditors what came of it: in any of its rounds of visits. */
  worked: boolean;
  /** The same since this signal is in the case: one that came with a later crisis may be new to a case that was worked before. */
  workedSince?: boolean;
}

/** By the rules of the match this was no signal for early signalling (DDAS): a legal person, the wrong age, too little. */
const wrong: readonly (string | null)[] = ['not-private', 'arrears-age', 'below-minimum'] satisfies DropOutReason[];

/**
 * A signal is taken up from the go on. A no-go, or a case closed before anything was done in it, says why by its result; a
 * result that is no signal status says no more than that it was not taken up.
 */
export function signalStatusOf({ state, reason, phase, ending, result, worked, workedSince }: Facts): SignalStatus {
  if (state === 'pending') return 'not-taken-up-yet';
  if (state === 'dropped') return droppedFor(reason);
  if (workedSince) return 'taken-up';
  if (phase === 'candidate' || phase === 'triage') return 'not-taken-up-yet';
  const untouched = ending === 'no-go' || (ending === 'closed-early' && !worked);
  return untouched ? (parseCode(signalStatuses, result ?? '') ?? 'not-taken-up-other') : 'taken-up';
}

function droppedFor(reason: string | null): SignalStatus {
  if (reason === 'repeated') return 'not-taken-up-repeated';
  return wrong.includes(reason) ? 'not-taken-up-wrong' : 'not-taken-up-other';
}
