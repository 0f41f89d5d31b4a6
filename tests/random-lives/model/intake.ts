/** Signals come in, and the match judges them. */
import type { MatchIn, SignalIn } from '../../../src/domain/case/signals/intake.ts';
import { giveUp, runs } from './deadline.ts';
import { allTold } from './feedback.ts';
import { resume } from './people.ts';
import { takeBack, unready } from './undoing.ts';
import { beginsAnew, clean, comesLate, concludes, creditors, drops, ends, isReady, rechecks, running, starts, waiting, type Cause, type Life, type ModelSignal } from './life.ts';
import { carriesOn, endsThreat, takesPlace, threatens } from './threats.ts';

export function signal(life: Life, told: SignalIn): void {
  const { signalId, creditorId, verdict, crisis, receivedAt, reason, updates = [] } = told;
  if (life.signals.some(({ id }) => id === signalId)) return;
  // What took its place came first.
  const isOld = life.signals.some(({ state, instead }) => state !== 'dropped' && instead.includes(signalId));
  const added: ModelSignal = { id: signalId, creditor: creditorId, state: isOld ? 'dropped' : verdict, takable: !isOld && reason !== 'objection' && reason !== 'replaced', owed: true, told: null, late: null, instead: updates, threat: null };
  life.signals.push(added);
  if (isOld) return;
  const cause = { at: life.now, by: `signal ${signalId}` };
  // A crisis waits for nobody.
  if (verdict === 'in-case' && crisis && life.held !== null && life.held.noGo !== null) {
    takeBack(life, life.held.by, cause);
    life.held = null;
  }
  if (verdict === 'in-case' && crisis) unready(life, cause);
  if (verdict === 'in-case' && crisis && life.paused !== null) resume(life);
  if (verdict === 'in-case') {
    const old = takesPlace(life, added, cause);
    const goesOn = carriesOn(life, added, old) && reason === 'updated' && !crisis;
    if (goesOn) life.no = null;
    else joins(life, { melding: Date.parse(receivedAt), triage: Date.parse(receivedAt), crisis }, [signalId], cause);
    threatens(life, added, told, old, cause);
  }
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
    if (known === undefined) life.signals.push({ id: decision.signalId, creditor: decision.creditorId, state: decision.outcome, takable, owed: true, told: null, late: null, instead: [], threat: null });
    else Object.assign(known, { state: decision.outcome, takable });
    if (decision.outcome === 'in-case') now.push(decision);
  }
  const others = life.phase === 'candidate' ? now : now.filter((decision) => !goesOnFor(life, decision, { closedAt }, cause));
  if (now.length > 0) life.no = null;
  if (others.length > 0) joins(life, { melding: Date.parse(closedAt), triage: Date.parse(confirmedAt), crisis: false }, others.map(({ signalId }) => signalId), cause);
  else if (now.length === 0) leaves(life, cause);
}

/** Whether it is told anew of what is worked on, and nothing more. */
function goesOnFor(life: Life, { signalId, reason, updates }: MatchIn['decisions'][number], { closedAt }: { closedAt: string }, cause: Cause): boolean {
  const added = life.signals.find(({ id }) => id === signalId);
  if (added === undefined) return false;
  added.instead = updates ?? added.instead;
  const old = takesPlace(life, added, cause);
  threatens(life, added, { receivedAt: closedAt }, old, cause);
  return carriesOn(life, added, old) && reason === 'updated';
}

/** What is of the one who objects ends, and the case goes on for whoever is left. */
function objects(life: Life, who: string[], cause: Cause): void {
  const own = life.signals.filter(({ id, state }) => who.includes(id) && state !== 'dropped');
  // A feedback that was about them too is not what it would be now.
  if (own.some((signal) => isReady(life, signal))) unready(life, cause);
  for (const signal of own) {
    Object.assign(signal, { state: 'dropped', takable: false });
    endsThreat(life, signal, cause);
  }
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
  for (const signal of life.signals) if (who.includes(signal.id)) signal.owed = true;
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

function leaves(life: Life, cause: Cause): void {
  if (life.phase === 'candidate' && life.signals.every(({ state }) => state === 'dropped')) ends(life, 'drop-out', cause, null);
}
