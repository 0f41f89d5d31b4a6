/** Signals come in, and the match judges them. */
import type { MatchIn, SignalIn } from '../../../src/domain/case/intake.ts';
import { dayAt } from './days.ts';
import { giveUp, runs } from './deadline.ts';
import { allTold } from './feedback.ts';
import { resume } from './people.ts';
import { takeBack, unready } from './undoing.ts';
import { beginsAnew, clean, concludes, creditors, drops, ends, isReady, rechecks, running, starts, waiting, type Cause, type Life, type ModelSignal } from './life.ts';

export function signal(life: Life, { signalId, creditorId, verdict, crisis, receivedAt, reason }: SignalIn): void {
  if (life.signals.some(({ id }) => id === signalId)) return;
  life.signals.push({ id: signalId, creditor: creditorId, state: verdict, takable: reason !== 'objection' && reason !== 'replaced', owed: true, told: null, late: null });
  const cause = { at: life.now, by: `signal ${signalId}` };
  // A crisis waits for nobody.
  if (verdict === 'in-case' && crisis && life.held !== null && life.held.noGo !== null) {
    takeBack(life, life.held.by, cause);
    life.held = null;
  }
  if (verdict === 'in-case' && crisis) unready(life, cause);
  if (verdict === 'in-case' && crisis && life.paused !== null) resume(life);
  if (verdict === 'in-case') joins(life, { melding: Date.parse(receivedAt), triage: Date.parse(receivedAt), crisis }, [signalId], cause);
  if (verdict === 'dropped') leaves(life, cause);
}

export function match(life: Life, { roundId, decisions, closedAt, confirmedAt, stops, leaves: gone, by }: MatchIn): void {
  if (stops === true) return objects(life, decisions.map(({ signalId }) => signalId), { at: life.now, by: by?.id ?? '' });
  const cause = { at: life.now, by: `match ${roundId}` };
  if (gone === true) {
    const going = decisions.map(({ signalId }) => signalId);
    const before = life.signals.length;
    life.signals = life.signals.filter(({ id, state }) => state !== 'pending' || !going.includes(id));
    return life.signals.length < before ? leaves(life, cause) : undefined;
  }
  const now: MatchIn['decisions'] = [];
  for (const decision of decisions) {
    const known = life.signals.find(({ id }) => id === decision.signalId);
    // Decided before: nothing new.
    if (known !== undefined && known.state !== 'pending') continue;
    const takable = decision.reason !== 'objection' && decision.reason !== 'replaced';
    if (known === undefined) life.signals.push({ id: decision.signalId, creditor: decision.creditorId, state: decision.outcome, takable, owed: true, told: null, late: null });
    else Object.assign(known, { state: decision.outcome, takable });
    if (decision.outcome === 'in-case') now.push(decision);
  }
  if (now.length > 0) joins(life, { melding: Date.parse(closedAt), triage: Date.parse(confirmedAt), crisis: false }, now.map(({ signalId }) => signalId), cause);
  else leaves(life, cause);
}

/** What is of the one who objects ends, and the case goes on for whoever is left. */
function objects(life: Life, who: string[], cause: Cause): void {
  const own = life.signals.filter(({ id, state }) => who.includes(id) && state !== 'dropped');
  // A feedback that was about them too is not what it would be now.
  if (own.some((signal) => isReady(life, signal))) unready(life, cause);
  for (const signal of own) Object.assign(signal, { state: 'dropped', takable: false });
  if (own.length > 0) life.no = null;
  const left = creditors(life);
  const gone = own.map(({ creditor }) => creditor).filter((creditor) => !left.includes(creditor));
  for (const creditor of gone) life.answers.delete(creditor);
  const isNobodys = ({ kind, creditor }: Life['deadlines'][number]) =>
    creditor !== null && (gone.includes(creditor) || ((kind === 'feedback' || kind === 'first-visit') && !waiting(life).some((signal) => signal.creditor === creditor)));
  for (const d of life.deadlines) if (runs(d) && isNobodys(d)) giveUp(d, cause.at, cause.by);
  if (left.length === 0) return ends(life, 'closed-early', cause, 'not-taken-up-other');
  if (life.phase === 'monitoring' || life.phase === 're-check') concludes(life, cause);
  else if (life.phase === 'feedback' && waiting(life).length === 0) allTold(life, cause);
}

function joins(life: Life, from: { melding: number; triage: number; crisis: boolean }, who: string[], cause: Cause): void {
  life.no = null;
  const isFedBack = life.phase === 'monitoring' || life.phase === 're-check';
  const afterFeedback = isFedBack || life.phase === 'feedback';
  if (isFedBack && !from.crisis) {
    for (const signal of life.signals.filter(({ id }) => who.includes(id))) comesLate(life, signal, from.melding, cause);
    return;
  }
  if (life.phase === 'candidate' || (afterFeedback && from.crisis)) {
    if (afterFeedback) {
      drops(life, [...rechecks, 'first-visit'], cause);
      beginsAnew(life);
      // What debt services were called in for goes on.
      const atDebtServices = (['referral', 'first-talk', 'first-talk-urgent'] as const).some((kind) => running(life, kind) !== undefined);
      const { debts, urgent } = life;
      Object.assign(life, { ...clean(), visitsStopped: life.visitsStopped, ...(atDebtServices ? { debts, urgent } : {}), round: life.round + 1 });
    }
    life.phase = 'triage';
    starts(life, 'triage', cause, afterFeedback ? from.melding : from.triage);
    starts(life, 'first-visit', cause, from.melding);
  }
  if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause, from.melding);
}

/** Work, feedback and later a re-check of its own. */
function comesLate(life: Life, signal: ModelSignal, melding: number, cause: Cause): void {
  Object.assign(signal, { owed: true, late: { on: dayAt(cause.at), covered: false } } satisfies Partial<ModelSignal>);
  for (const kind of ['first-visit', 'feedback'] as const) if (running(life, kind, signal.creditor) === undefined) starts(life, kind, cause, melding, signal.creditor);
}

function leaves(life: Life, cause: Cause): void {
  if (life.phase === 'candidate' && life.signals.every(({ state }) => state === 'dropped')) ends(life, 'drop-out', cause, null);
}
