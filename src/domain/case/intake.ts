/** Candidate: signals come in; the match or a crisis makes it a case, or it drops out. */
import type { Instant } from '../dates.ts';
import { endCase } from './ending.ts';
import { enter, say, start, type SignalChange, type Step } from './step.ts';
import type { CaseSignal, DropOutReason } from './state.ts';

/** A signal at the address. A crisis that passed the rules is in the case at once. */
export interface SignalIn {
  signalId: string;
  creditorId: string;
  roundId: string;
  verdict: 'pending' | 'in-case' | 'dropped';
  reason: DropOutReason | 'crisis' | 'higher' | 'other' | null;
  teamId: string | null;
}

/** What the confirmed match says of the signals of one round at this address. */
export interface MatchIn {
  roundId: string;
  /** When the round was really closed: its terms run from there. */
  closedAt: Instant;
  teamId: string | null;
  decisions: { signalId: string; creditorId: string; outcome: 'in-case' | 'dropped'; reason: DropOutReason | 'higher' | 'other' | null }[];
}

export function addSignal(step: Step, signal: SignalIn): void {
  const { state } = step;
  if (state.signals.some((known) => known.id === signal.signalId)) return;
  state.signals.push({ id: signal.signalId, creditorId: signal.creditorId, roundId: signal.roundId, state: signal.verdict });
  state.teamId ??= signal.teamId;
  say(step, 'signal-received', { signalId: signal.signalId, creditorId: signal.creditorId, crisis: signal.reason === 'crisis' });
  if (signal.verdict === 'pending') return;
  step.signals.push({ id: signal.signalId, state: signal.verdict, reason: signal.reason });
  if (signal.verdict === 'in-case' && state.phase === 'candidate') becomeCase(step, step.at);
  else dropOutWhenEmpty(step);
}

export function applyMatch(step: Step, match: MatchIn): void {
  const { state } = step;
  for (const decision of match.decisions) decide(step, match.roundId, decision);
  const joined = match.decisions.filter((d) => d.outcome === 'in-case');
  if (state.phase !== 'candidate') {
    for (const d of joined) say(step, 'signal-joined', { signalId: d.signalId, creditorId: d.creditorId, because: d.reason });
    for (const d of match.decisions) if (d.reason === 'repeated') say(step, 'signal-repeated', { signalId: d.signalId, creditorId: d.creditorId });
    return;
  }
  state.teamId ??= match.teamId;
  if (joined.length > 0) becomeCase(step, match.closedAt);
  else dropOutWhenEmpty(step);
}

/** The terms of visit and feedback count from the melding: the round's closing, or the receipt of a crisis. */
function becomeCase(step: Step, meldingAt: Instant): void {
  step.state.matchedAt = step.at;
  enter(step, 'triage');
  say(step, 'matched', { signals: step.state.signals.filter((s) => s.state === 'in-case').length });
  start(step, 'triage');
  start(step, 'first-visit', meldingAt);
  start(step, 'feedback', meldingAt);
}

function dropOutWhenEmpty(step: Step): void {
  const { state } = step;
  if (state.phase === 'candidate' && state.signals.every((signal) => signal.state === 'dropped')) endCase(step, 'drop-out', null);
}

function decide(step: Step, roundId: string, decision: MatchIn['decisions'][number]): void {
  const signal = signalOf(step, roundId, decision);
  if (signal.state !== 'pending') return;
  signal.state = decision.outcome;
  const change: SignalChange = { id: decision.signalId, state: decision.outcome, reason: decision.reason };
  step.signals.push(change);
}

function signalOf(step: Step, roundId: string, { signalId, creditorId }: MatchIn['decisions'][number]): CaseSignal {
  const known = step.state.signals.find((s) => s.id === signalId);
  if (known !== undefined) return known;
  const signal: CaseSignal = { id: signalId, creditorId, roundId, state: 'pending' };
  step.state.signals.push(signal);
  return signal;
}
