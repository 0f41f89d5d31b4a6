/** Candidate: signals come in; the match or a crisis makes it a case, or it drops out. */
import type { Instant } from '../dates.ts';
import { isBefore, pause } from '../deadline.ts';
import type { DeadlineKind } from '../policy.ts';
import { endCase } from './ending.ts';
import { drop, enter, say, send, start, type SignalChange, type Step } from './step.ts';
import { nothingYet, runningDeadline, type CaseSignal, type DropOutReason } from './state.ts';

/** A signal at the address. A crisis that passed the rules is in the case at once. */
export interface SignalIn {
  signalId: string;
  creditorId: string;
  roundId: string;
  verdict: 'pending' | 'in-case' | 'dropped';
  reason: DropOutReason | 'crisis' | 'higher' | 'other' | null;
  teamId: string | null;
  crisis: boolean;
  /** When the delivery came in: a crisis' terms run from there. */
  receivedAt: Instant;
}

/** What the confirmed match says of the signals of one round at this address. */
export interface MatchIn {
  roundId: string;
  /** When the round was really closed: its terms run from there. */
  closedAt: Instant;
  /** When the match list was confirmed: the triage's term runs from there. */
  confirmedAt: Instant;
  teamId: string | null;
  decisions: { signalId: string; creditorId: string; outcome: 'in-case' | 'dropped'; reason: DropOutReason | 'higher' | 'other' | null }[];
}

export function addSignal(step: Step, signal: SignalIn): void {
  const { state } = step;
  if (state.signals.some((known) => known.id === signal.signalId)) return;
  state.signals.push({ id: signal.signalId, creditorId: signal.creditorId, roundId: signal.roundId, state: signal.verdict, reason: signal.reason });
  state.teamId ??= signal.teamId;
  const { signalId, creditorId, crisis, receivedAt } = signal;
  say(step, 'signal-received', { signalId, creditorId, crisis });
  if (signal.verdict === 'pending') return;
  step.signals.push({ id: signalId, state: signal.verdict, reason: signal.reason });
  if (signal.verdict === 'dropped') dropOutWhenEmpty(step);
  else if (state.phase === 'candidate') becomeCase(step, { meldingAt: receivedAt, triageFrom: receivedAt });
  else join(step, { signalId, creditorId, crisis, reason: signal.reason, meldingAt: receivedAt });
}

export function applyMatch(step: Step, match: MatchIn): void {
  const { state } = step;
  const decided = match.decisions.filter((decision) => decide(step, match.roundId, decision));
  const joined = decided.filter((d) => d.outcome === 'in-case');
  if (state.phase !== 'candidate') {
    for (const d of joined) join(step, { ...d, crisis: false, meldingAt: match.closedAt });
    for (const d of decided) if (d.reason === 'repeated') say(step, 'signal-repeated', { signalId: d.signalId, creditorId: d.creditorId });
    return;
  }
  state.teamId ??= match.teamId;
  if (joined.length > 0) becomeCase(step, { meldingAt: match.closedAt, triageFrom: match.confirmedAt });
  else dropOutWhenEmpty(step);
}

/** The terms of visit and feedback count from the melding: the round's closing, or the receipt of a crisis. */
function becomeCase(step: Step, from: { meldingAt: Instant; triageFrom: Instant }): void {
  step.state.matchedAt = step.at;
  say(step, 'matched', { signals: step.state.signals.filter((s) => s.state === 'in-case').length });
  toTriage(step, from);
}

function toTriage(step: Step, { meldingAt, triageFrom }: { meldingAt: Instant; triageFrom: Instant }): void {
  enter(step, 'triage');
  startFrom(step, 'triage', triageFrom);
  startFrom(step, 'first-visit', meldingAt);
  if (runningDeadline(step.state, 'feedback') === undefined) startFrom(step, 'feedback', meldingAt);
}

/** A term that starts while the case is paused stands still too, unless it was over before the pause. */
function startFrom(step: Step, kind: DeadlineKind, from: Instant): void {
  const deadline = start(step, kind, from);
  const { pausedAt } = step.state;
  if (pausedAt !== null && isBefore(pausedAt, deadline.dueBefore)) pause(deadline, isBefore(pausedAt, from) ? from : pausedAt, step.cause, step.calendar);
}

interface Joining {
  signalId: string;
  creditorId: string;
  crisis: boolean;
  reason: CaseSignal['reason'];
  meldingAt: Instant;
}

/**
 * Arrears that come while the case runs: their creditor hears that they are taken up and is owed feedback. A crisis after
 * the feedback opens the case's work anew, at triage; while somebody is at work on the case, they are told at once.
 */
function join(step: Step, { signalId, creditorId, crisis, reason, meldingAt }: Joining): void {
  const { state } = step;
  say(step, 'signal-joined', { signalId, creditorId, because: reason, crisis });
  if (state.phase === 'triage') return;
  const fedBack = state.phase === 'monitoring' || state.phase === 're-check';
  if (fedBack && crisis) return anew(step, meldingAt);
  send(step, 'go', { kind: 'creditor', id: creditorId });
  send(step, 'signal-joined', { kind: 'team' }, { crisis });
  if (crisis) send(step, 'signal-joined', { kind: 'desk' }, { crisis });
  if (runningDeadline(state, 'feedback') === undefined) startFrom(step, 'feedback', meldingAt);
}

function anew(step: Step, meldingAt: Instant): void {
  const { state } = step;
  drop(step, 're-check', 're-check-answer', 're-check-reminder');
  Object.assign(state, { ...nothingYet(), cycle: state.cycle + 1 } satisfies Partial<typeof state>);
  toTriage(step, { meldingAt, triageFrom: meldingAt });
}

function dropOutWhenEmpty(step: Step): void {
  const { state } = step;
  if (state.phase === 'candidate' && state.signals.every((signal) => signal.state === 'dropped')) endCase(step, 'drop-out', null);
}

/** Whether there was something to decide: a signal is judged once. */
function decide(step: Step, roundId: string, decision: MatchIn['decisions'][number]): boolean {
  const signal = signalOf(step, roundId, decision);
  if (signal.state !== 'pending') return false;
  signal.state = decision.outcome;
  signal.reason = decision.reason;
  const change: SignalChange = { id: decision.signalId, state: decision.outcome, reason: decision.reason };
  step.signals.push(change);
  return true;
}

function signalOf(step: Step, roundId: string, { signalId, creditorId }: MatchIn['decisions'][number]): CaseSignal {
  const known = step.state.signals.find((s) => s.id === signalId);
  if (known !== undefined) return known;
  const signal: CaseSignal = { id: signalId, creditorId, roundId, state: 'pending', reason: null };
  step.state.signals.push(signal);
  return signal;
}
