/** Candidate: signals come in; the match or a crisis makes it a case, or it drops out. */
import type { Actor } from '../commands.ts';
import type { Instant } from '../../time/dates.ts';
import { endCase } from '../ending.ts';
import { undoFeedback } from '../feedback/holding-feedback.ts';
import { stopSignals } from './objecting.ts';
import { joinLate, oweAll, takePlace } from '../feedback/owing.ts';
import { hasRules, type Ruled } from '../rules.ts';
import { resumeCase } from '../steering.ts';
import { undoTriage } from './triage.ts';
import { drop, enter, say, send, start, type SignalChange, type Step } from '../step.ts';
import { heed, type Urgency } from './threats.ts';
import { beginningAnew, runningDeadline, type CaseSignal, type DropOutReason, type SignalReason } from '../state.ts';

/** A signal at the address. A crisis that passed the rules is in the case at once. */
export interface SignalIn extends Ruled, Urgency {
  signalId: string;
  creditorId: string;
  roundId: string;
  verdict: 'pending' | 'in-case' | 'dropped';
  reason: SignalReason | null;
  teamId: string | null;
  crisis: boolean;
  /** When the delivery came in: a crisis' terms run from there. */
  receivedAt: Instant;
  /** Signals of the same contract whose place it takes. */
  updates?: string[];
}

/** What the confirmed match says of the signals of one round at this address. */
export interface MatchIn extends Ruled {
  roundId: string;
  /** When the round was really closed: its terms run from there. */
  closedAt: Instant;
  /** When the match list was confirmed: the triage's term runs from there. */
  confirmedAt: Instant;
  teamId: string | null;
  decisions: { signalId: string; creditorId: string; outcome: 'in-case' | 'dropped'; reason: DropOutReason | 'higher' | 'updated' | 'other' | null; updates?: string[] }[];
  /** Somebody objected: signals that are in the case already stop too. A match never sets this. */
  stops?: boolean;
  /** A person joined the signals, which nobody decided on yet, to the case of an address that is probably the same: they leave this one. */
  leaves?: boolean;
  /** Who says that, by which command, and where the reason stands; absent before 0.3. */
  by?: { id: string; actor: Actor; noteId?: string };
}

export function addSignal(step: Step, signal: SignalIn): void {
  const { state } = step;
  if (state.signals.some((known) => known.id === signal.signalId)) return;
  const { signalId, creditorId, crisis, kind, endsOn, updates } = signal;
  const isReplaced = state.signals.some((newer) => newer.state !== 'dropped' && newer.updates?.includes(signalId) === true);
  const added: CaseSignal = { id: signalId, creditorId, roundId: signal.roundId, state: signal.verdict, reason: signal.reason, ...(updates === undefined ? {} : { updates }) };
  state.signals.push(added);
  state.teamId ??= signal.teamId;
  say(step, 'signal-received', { signalId, creditorId, crisis, ...(kind === undefined ? {} : { kind }), ...(endsOn === undefined ? {} : { endsOn }) });
  // The one that took its place was faster.
  if (isReplaced) return replace(step, added);
  if (signal.verdict === 'pending') return;
  step.signals.push({ id: signalId, state: signal.verdict, reason: signal.reason });
  if (signal.verdict === 'dropped') dropOutWhenEmpty(step);
  else takeIn(step, signal, added);
}

function replace(step: Step, signal: CaseSignal): void {
  Object.assign(signal, { state: 'dropped', reason: 'replaced' } satisfies Partial<CaseSignal>);
  step.signals.push({ id: signal.id, state: 'dropped', reason: 'replaced' });
}

/** A crisis does not wait: the desk and the team are told at once, and a pause ends. */
function takeIn(step: Step, signal: SignalIn, added: CaseSignal): void {
  const { signalId, creditorId, crisis, reason, receivedAt, kind, endsOn } = signal;
  const isUrgent = crisis && hasRules(step.state, 1);
  if (isUrgent) setFree(step);
  const replaced = takeOver(step, added);
  if (step.state.phase === 'candidate') becomeCase(step, { meldingAt: receivedAt, triageFrom: receivedAt });
  else join(step, { signalId, creditorId, crisis, reason, meldingAt: receivedAt, isOwedStill: replaced.length > 0 && added.owed === true });
  heed(step, added, signal, replaced);
  const told = { signalId, ...(kind === undefined || endsOn === undefined ? {} : { kind, endsOn }) };
  if (isUrgent) for (const to of ['desk', 'team'] as const) send(step, 'crisis', { kind: to }, told);
}

function takeOver(step: Step, added: CaseSignal): CaseSignal[] {
  const { state, signals } = step;
  // A feedback that was about them too is not what it would be now.
  if (state.signals.some(({ id, state: now }) => now === 'in-case' && added.updates?.includes(id) === true && state.heldFeedback?.some((held) => held.signalIds.includes(id)) === true)) undoFeedback(step);
  const replaced = takePlace(state, added);
  for (const { id } of replaced) signals.push({ id, state: 'dropped', reason: 'replaced' });
  return replaced;
}

/** A no-go and a feedback that can still be undone, and a pause, were decided without knowing of the crisis. */
function setFree(step: Step): void {
  if (step.state.held?.decision === 'no-go') undoTriage(step);
  undoFeedback(step);
  if (step.state.pausedAt !== null) resumeCase(step, 'crisis');
}

export function applyMatch(step: Step, match: MatchIn): void {
  const { state } = step;
  if (match.stops === true) return stopSignals(step, match.decisions.map(({ signalId }) => signalId));
  if (match.leaves === true) return letGo(step, match.decisions.map(({ signalId }) => signalId));
  const decided = match.decisions.filter((decision) => decide(step, match.roundId, decision));
  const joined = decided.filter((d) => d.outcome === 'in-case');
  if (state.phase !== 'candidate') {
    for (const d of joined) {
      const added = state.signals.find(({ id }) => id === d.signalId);
      if (added !== undefined && d.updates !== undefined) added.updates = d.updates;
      const replaced = added === undefined ? [] : takeOver(step, added);
      join(step, { ...d, crisis: false, meldingAt: match.closedAt, isOwedStill: replaced.length > 0 && added?.owed === true });
      if (added !== undefined) heed(step, added, { receivedAt: match.closedAt }, replaced);
    }
    for (const d of decided) if (d.reason === 'repeated') say(step, 'signal-repeated', { signalId: d.signalId, creditorId: d.creditorId });
    return;
  }
  // The team of the highest arrears, which only the whole match tells; each signal brought that of its own creditor.
  state.teamId = (hasRules(state, 1) && joined.length > 0 ? match.teamId : null) ?? state.teamId ?? match.teamId;
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
  start(step, 'triage', triageFrom);
  start(step, 'first-visit', meldingAt);
  if (runningDeadline(step.state, 'feedback') === undefined) start(step, 'feedback', meldingAt);
}

interface Joining {
  signalId: string;
  creditorId: string;
  crisis: boolean;
  reason: CaseSignal['reason'];
  meldingAt: Instant;
  /** It took the place of arrears that were owed feedback. */
  isOwedStill: boolean;
}

/**
 * Arrears that come while the case runs: their creditor hears that they are taken up and is owed feedback. A crisis for
 * which nobody would visit any more opens the case's work anew, at triage.
 */
function join(step: Step, { signalId, creditorId, crisis, reason, meldingAt, isOwedStill }: Joining): void {
  const { state } = step;
  delete state.takeableNo;
  if (isOwedStill && reason === 'updated' && !crisis) return update(step, { signalId, creditorId });
  const isMended = hasRules(state, 1);
  const isFedBack = state.phase === 'monitoring' || state.phase === 're-check';
  const visitsAreOver = isFedBack || (isMended && state.phase === 'feedback');
  const beginsAnew = visitsAreOver && crisis;
  say(step, 'signal-joined', { signalId, creditorId, because: reason, crisis, ...(beginsAnew && isMended ? { anew: true } : {}) });
  if (state.phase === 'triage') return;
  if (beginsAnew) return anew(step, meldingAt);
  if (isFedBack && isMended) return joinAfterFeedback(step, { signalId, creditorId, meldingAt });
  const signal = state.signals.find(({ id }) => id === signalId);
  if (signal !== undefined && isMended) signal.owed = true;
  send(step, 'go', { kind: 'creditor', id: creditorId }, isMended ? { joined: state.phase } : {});
  if (!crisis || !isMended) send(step, 'signal-joined', { kind: 'team' }, { crisis });
  if (crisis && !isMended) send(step, 'signal-joined', { kind: 'desk' }, { crisis });
  if (runningDeadline(state, 'feedback') === undefined) start(step, 'feedback', meldingAt);
}

/** What it takes the place of was owed feedback: so is it, and its creditor has heard already that the arrears are taken up. */
function update(step: Step, of: { signalId: string; creditorId: string }): void {
  say(step, 'signal-updated', of);
  send(step, 'signal-joined', { kind: 'team' }, { crisis: false, updated: true });
}

/** The other creditors had their feedback: these arrears get work, feedback and later a re-check of their own. */
function joinAfterFeedback(step: Step, { signalId, creditorId, meldingAt }: Pick<Joining, 'signalId' | 'creditorId' | 'meldingAt'>): void {
  const { state } = step;
  const signal = state.signals.find(({ id }) => id === signalId);
  if (signal !== undefined) joinLate(signal, step.at);
  send(step, 'go', { kind: 'creditor', id: creditorId }, { joined: state.phase });
  send(step, 'signal-joined', { kind: 'team' }, { crisis: false, late: true });
  for (const kind of ['first-visit', 'feedback'] as const) if (runningDeadline(state, kind, creditorId) === undefined) start(step, kind, meldingAt, creditorId);
}

function anew(step: Step, meldingAt: Instant): void {
  const { state } = step;
  drop(step, 're-check', 're-check-answer', 're-check-reminder', 're-check-decision');
  if (hasRules(state, 1)) {
    drop(step, 'first-visit');
    oweAll(state);
  }
  const { problematicDebts, urgent } = state;
  const hasOpenFile = hasRules(state, 1) && (['referral', 'first-talk', 'first-talk-urgent'] as const).some((kind) => runningDeadline(state, kind) !== undefined);
  Object.assign(state, { ...beginningAnew(state), ...(hasOpenFile ? { problematicDebts, urgent } : {}), cycle: state.cycle + 1 } satisfies Partial<typeof state>);
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

/** Those that wait for their match are another case's from now on; a candidate without any is over. */
function letGo(step: Step, signalIds: readonly string[]): void {
  const { state } = step;
  const leaving = state.signals.filter(({ id, state: now }) => now === 'pending' && signalIds.includes(id));
  if (leaving.length === 0) return;
  state.signals = state.signals.filter((signal) => !leaving.includes(signal));
  say(step, 'signals-moved', { signalIds: leaving.map(({ id }) => id) });
  dropOutWhenEmpty(step);
}

function signalOf(step: Step, roundId: string, { signalId, creditorId }: MatchIn['decisions'][number]): CaseSignal {
  const known = step.state.signals.find((s) => s.id === signalId);
  if (known !== undefined) return known;
  const signal: CaseSignal = { id: signalId, creditorId, roundId, state: 'pending', reason: null };
  step.state.signals.push(signal);
  return signal;
}
