/** Signals come in, and the match judges them. */
import type { MatchIn, SignalIn } from '../../../src/domain/case/intake.ts';
import { halt, overAt, type ModelDeadline } from './deadline.ts';
import { clean, drops, ends, rechecks, running, starts, type Cause, type Life } from './life.ts';

export function signal(life: Life, { signalId, creditorId, verdict, crisis, receivedAt, reason }: SignalIn): void {
  if (life.signals.some(({ id }) => id === signalId)) return;
  life.signals.push({ id: signalId, creditor: creditorId, state: verdict, takable: reason !== 'objection' && reason !== 'replaced' });
  const cause = { at: life.now, by: `signal ${signalId}` };
  if (verdict === 'in-case') joins(life, { melding: Date.parse(receivedAt), triage: Date.parse(receivedAt), crisis }, cause);
  if (verdict === 'dropped') leaves(life, cause);
}

export function match(life: Life, { roundId, decisions, closedAt, confirmedAt }: MatchIn): void {
  const cause = { at: life.now, by: `match ${roundId}` };
  const now: MatchIn['decisions'] = [];
  for (const decision of decisions) {
    const known = life.signals.find(({ id }) => id === decision.signalId);
    // Decided before: nothing new.
    if (known !== undefined && known.state !== 'pending') continue;
    const takable = decision.reason !== 'objection' && decision.reason !== 'replaced';
    if (known === undefined) life.signals.push({ id: decision.signalId, creditor: decision.creditorId, state: decision.outcome, takable });
    else Object.assign(known, { state: decision.outcome, takable });
    if (decision.outcome === 'in-case') now.push(decision);
  }
  if (now.length > 0) joins(life, { melding: Date.parse(closedAt), triage: Date.parse(confirmedAt), crisis: false }, cause);
  else leaves(life, cause);
}

function joins(life: Life, from: { melding: number; triage: number; crisis: boolean }, cause: Cause): void {
  const before = life.deadlines.length;
  const afterFeedback = life.phase === 'monitoring' || life.phase === 're-check';
  if (life.phase === 'candidate' || (afterFeedback && from.crisis)) {
    if (afterFeedback) {
      drops(life, rechecks, cause);
      Object.assign(life, { ...clean(), round: life.round + 1 });
    }
    life.phase = 'triage';
    starts(life, 'triage', cause, afterFeedback ? from.melding : from.triage);
    starts(life, 'first-visit', cause, from.melding);
  }
  if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause, from.melding);
  standStill(life, life.deadlines.slice(before), from.melding);
}

/** Time stands still for what starts in a pause too; what was late before the pause is late. */
function standStill(life: Life, deadlines: ModelDeadline[], from: number): void {
  if (life.paused === null) return;
  for (const d of deadlines) if (overAt(d) > life.paused) halt(d, Math.max(life.paused, from), life.closed);
}

function leaves(life: Life, cause: Cause): void {
  if (life.phase === 'candidate' && life.signals.every(({ state }) => state === 'dropped')) ends(life, 'drop-out', cause, null);
}
