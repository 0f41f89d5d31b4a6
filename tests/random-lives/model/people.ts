/** What people do, told as the process description tells it. */
import type { Command, CommandOf } from '../../../src/domain/case/commands.ts';
import { dayAt, midnight } from './days.ts';
import { goOn, halt, overAt, runs, stretch } from './deadline.ts';
import { correction, feedback } from './feedback.ts';
import { takeBack, unready } from './undoing.ts';
import { called, endsThreat, offers, threatensAgain } from './threats.ts';
import { asItStood } from './reopening.ts';
import { askOne, beginsAnew, clean, clears, concludes, deadlineOf, drops, ends, isVisit, leadersTurn, meets, meetsAll, rechecks, running, starts, turnDown, type Cause, type Life, type ModelAttempt } from './life.ts';
import { correct, covered, metAgain, outcome, talk, toVisit, visited, withdraw } from './attempts.ts';

/** These leave what the last attempt led to as it was. */
const leavesFresh: readonly string[] = ['record-attempt', 'correct-attempt', 'take-back-attempt', 'plan-appointment', 'extend-deadline', 'reassign', 'take-on', 'record-problematic-debts', 'undo-feedback', 'withdraw-day'];

/** Nothing is done with a creditor's "no" by these. */
const leavesNo: readonly string[] = ['answer-re-check', 'extend-deadline', 'reassign', 'take-on', 'pause', 'resume', 'withdraw-day'];

export function command(life: Life, asked: Command): void {
  const cause = { at: life.now, by: asked.id };
  const canBeUndone = asked.action === 'send-feedback' && asked.data.undoable === true;
  if (!leavesFresh.includes(asked.action) && !canBeUndone) life.fresh = false;
  if (!leavesNo.includes(asked.action)) life.no = null;
  switch (asked.action) {
    case 'go':
      meets(life, 'triage', cause);
      if (asked.data.undoable) life.held = holding(life, asked.id, null);
      else life.phase = 'visiting';
      return;
    case 'no-go':
      meets(life, 'triage', cause);
      if (asked.data.undoable) life.held = holding(life, asked.id, resultOfNoGo[asked.data.because]);
      else turnDown(life, resultOfNoGo[asked.data.because], cause);
      return;
    case 'undo-triage':
      takeBack(life, life.held?.by ?? '', cause);
      life.held = null;
      return;
    case 'plan-appointment':
      life.meetingAt = asked.data.place;
      return;
    case 'reassign':
    case 'take-on':
      return;
    case 'record-attempt':
      life.attempts.push({ ...asked.data, by: asked.id, at: life.now, round: life.round, again: life.phase !== 'visiting', knownDebts: life.debts ? (life.urgent ? 'urgent' : 'known') : null, deadlines: life.deadlines.length, stands: false });
      life.fresh = true;
      if (isVisit(asked.data)) life.meetingAt = null;
      offers(life);
      return (life.phase === 'visiting' ? outcome : metAgain)(life, life.attempts.at(-1) as ModelAttempt, cause);
    case 'correct-attempt':
      return correct(life, asked.data, cause);
    case 'take-back-attempt':
      return withdraw(life, asked.data.attemptId, cause);
    case 'record-callback':
      unready(life, cause);
      called(life, asked.data.date, cause);
      drops(life, [...toVisit, ...rechecks], cause);
      beginsAnew(life);
      if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause);
      // A plan that was made stands.
      Object.assign(life, { ...clean(), visitsStopped: life.visitsStopped, planned: life.planned, debts: life.debts, urgent: life.urgent });
      return talk(life, asked.data.date, cause);
    case 'resume-visits':
      Object.assign(life, { visitsStopped: false, unsafeBy: null });
      return life.phase === 'visiting' ? starts(life, 'next-visit', cause) : undefined;
    case 'end-visits':
      return visited(life, 'never-reached', cause);
    case 'record-problematic-debts':
      return debts(life, asked.data.urgent, cause, since(asked.data.date, cause));
    case 'withdraw-problematic-debts':
      return noDebts(life, asked.data.result, cause);
    case 'complete-plan':
      return plan(life, asked.data, cause);
    case 'end-planning':
      meets(life, 'plan', cause, asked.data.date);
      life.result = resultOfTalk[asked.data.because];
      life.phase = 'feedback';
      return;
    case 'refer':
      meets(life, 'referral', cause, asked.data.date);
      return starts(life, life.urgent ? 'first-talk-urgent' : 'first-talk', cause, since(asked.data.date, cause));
    case 'record-first-talk':
      meets(life, 'first-talk', cause, asked.data.date);
      return meets(life, 'first-talk-urgent', cause, asked.data.date);
    case 'offer-hand-over':
      return starts(life, 'hand-over', cause, since(asked.data.date, cause));
    case 'confirm-hand-over':
      return meets(life, 'hand-over', cause, asked.data.date);
    case 'withdraw-day':
      for (const signal of life.signals) if (signal.id === asked.data.signalId) endsThreat(life, signal, cause);
      return;
    case 'mark-covered':
      return covered(life, asked.data.signalId, cause);
    case 'send-feedback':
      return feedback(life, asked.data, cause);
    case 'undo-feedback':
      return unready(life, cause);
    case 'correct-feedback':
      return correction(life, asked.data, cause);
    case 'answer-re-check':
      return answer(life, asked.data, cause);
    case 'decide-re-check':
      return decide(life, asked.data.decision, cause);
    case 'pause':
      life.paused = life.now;
      for (const d of life.deadlines) if (d.state === 'open' && d.ends === null) halt(d, life.now, life.closed);
      return;
    case 'resume':
      return resume(life);
    case 'extend-deadline': {
      const d = deadlineOf(life, asked.data.deadlineId);
      if (d !== undefined) stretch(d, asked.data.dueOn, life.now, life.paused, life.closed);
      return;
    }
    case 'close':
      for (const s of life.signals) if (s.state === 'pending' && asked.data.signalIds?.includes(s.id) !== false) s.state = 'in-case';
      meetsAll(life, 'feedback', cause);
      return ends(life, 'closed-early', cause, resultOfClosing[asked.data.because]);
    case 'reopen':
      return asked.data.to === 'as-it-stood' ? asItStood(life, cause) : reopen(life, asked.data.to, cause);
  }
}

export function resume(life: Life): void {
  life.paused = null;
  for (const d of life.deadlines) if (d.state === 'paused') goOn(d, life.now, life.closed);
}

const resultOfNoGo = { known: 'known-at-debt-services', 'other-programme': 'in-other-programme', deceased: 'deceased', moved: 'not-a-resident', 'moved-within': 'not-taken-up-other', 'wrong-signal': 'not-taken-up-wrong', other: 'not-taken-up-other' } as const;
const resultOfTalk = { declined: 'wants-no-help', 'no-response': 'no-response-after-contact', paid: 'paid-or-arranged' } as const;
const resultOfClosing = { paid: 'paid-or-arranged', moved: 'not-a-resident', 'moved-within': 'not-taken-up-other', deceased: 'deceased', objection: 'not-taken-up-other', other: 'not-taken-up-other' } as const;

/** The term of an act of another day runs from the start of that day. */
const since = (date: string | undefined, cause: Cause) => (date === undefined ? cause.at : midnight(date));

const holding = (life: Life, by: string, noGo: string | null) => ({ until: life.now + life.policy.undoMinutes * 60_000, by, noGo });

function debts(life: Life, urgent: boolean, cause: Cause, from: number): void {
  if (life.debts && (life.urgent || !urgent)) return;
  const atDebtServices = (['referral', 'first-talk', 'first-talk-urgent'] as const).some((kind) => running(life, kind) !== undefined);
  if (!life.debts && !atDebtServices) starts(life, 'referral', cause, from);
  else if (urgent && running(life, 'first-talk') !== undefined) {
    drops(life, ['first-talk'], cause);
    starts(life, 'first-talk-urgent', cause, from);
  }
  Object.assign(life, { debts: true, urgent: life.urgent || urgent });
}

/** Nobody had any: nothing is asked of debt services any more. */
function noDebts(life: Life, result: string | undefined, cause: Cause): void {
  drops(life, ['referral', 'first-talk', 'first-talk-urgent'], cause);
  Object.assign(life, { debts: false, urgent: false });
  for (const attempt of life.attempts) attempt.stands = true;
  if (life.planned && result !== undefined) life.result = result;
  else if (life.result === 'follow-up-financial') life.result = 'advice';
}

function plan(life: Life, { problematicDebts, urgent, handOver, result, date, referred }: CommandOf<'complete-plan'>['data'], cause: Cause): void {
  const made = since(date, cause);
  meets(life, 'plan', cause, date);
  life.planned = true;
  if (problematicDebts) debts(life, urgent ?? false, cause, made);
  if (referred === true && running(life, 'referral') !== undefined) {
    meets(life, 'referral', cause, date);
    starts(life, life.urgent ? 'first-talk-urgent' : 'first-talk', cause, made);
  }
  // Nobody confirmed the one before.
  drops(life, ['hand-over'], cause);
  starts(life, 'hand-over', cause, made);
  if (handOver === 'confirmed') meets(life, 'hand-over', cause, date);
  life.result = result ?? (problematicDebts ? 'follow-up-financial' : 'advice');
  life.phase = 'feedback';
}

function answer(life: Life, { creditorId, paying, answer: given }: CommandOf<'answer-re-check'>['data'], cause: Cause): void {
  const said = given ?? (paying === true ? 'paying' : 'not-paying');
  const first = life.no === null ? undefined : asBefore(life, life.no, cause);
  // Without the deadlines: those are taken back one by one.
  const was = structuredClone({ ...life, deadlines: [] });
  meets(life, 're-check-answer', cause, first, creditorId);
  meets(life, 're-check-reminder', cause, first, creditorId);
  life.answers.set(creditorId, said);
  if (said !== 'not-paying') return concludes(life, cause);
  if (life.revisits >= life.policy.maxRevisits) return leadersTurn(life, cause);
  revisit(life, cause);
  life.no = { creditor: creditorId, by: cause.by, was };
}

/** The "no" was a mistake: all is as it was, but for the pause and the calendar of now. @returns the day of the first answer */
function asBefore(life: Life, { creditor, by, was }: NonNullable<Life['no']>, cause: Cause): string | undefined {
  const ended = life.deadlines.find((d) => d.endedBy === by && d.creditor === creditor)?.ended ?? null;
  takeBack(life, by, cause);
  const { phase, round, revisits, signals, fresh, visitsStopped, planned, debts, urgent, answers, undecided, result, lastFeedback } = was;
  Object.assign(life, { phase, round, revisits, signals, fresh, visitsStopped, planned, debts, urgent, answers, undecided, result, lastFeedback, no: null });
  for (const d of life.deadlines.filter(runs)) {
    if (life.paused !== null && d.state === 'open' && d.ends === null && overAt(d) > life.paused) halt(d, life.paused, life.closed);
    else if (life.paused === null && d.state === 'paused') goOn(d, life.now, life.closed);
  }
  return ended === null ? undefined : dayAt(ended);
}

function decide(life: Life, decision: 'close' | 'revisit' | 'ask-again', cause: Cause): void {
  clears(life, cause);
  if (decision === 'revisit') return revisit(life, cause);
  if (decision === 'close') return ends(life, [...life.answers.values()].includes('not-paying') ? 'not-recovered' : 'fed-back', cause);
  drops(life, ['re-check-answer', 're-check-reminder'], cause);
  for (const [creditor, one] of life.answers) if (one === 'silent' || one === 'not-paying' || one === 'asked' || one === 'reminded') askOne(life, creditor, cause);
}

function revisit(life: Life, cause: Cause): void {
  unready(life, cause);
  drops(life, [...rechecks, 'first-visit'], cause);
  beginsAnew(life);
  Object.assign(life, { ...clean(), visitsStopped: life.visitsStopped, phase: 'visiting', round: life.round + 1, revisits: life.revisits + 1 });
  starts(life, 'revisit', cause);
  // Arrears that joined meanwhile are owed theirs sooner; one feedback serves all.
  if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause);
}

function reopen(life: Life, to: 'triage' | 'visiting' | 'planning', cause: Cause): void {
  life.stood = null;
  if (life.ending === 'drop-out') for (const s of life.signals) if (s.state !== 'dropped' || s.takable) Object.assign(s, { state: 'in-case', takable: true });
  beginsAnew(life);
  Object.assign(life, { ...clean(), visitsStopped: life.visitsStopped, phase: to, round: life.round + 1, ending: null });
  starts(life, ({ triage: 'triage', visiting: 'revisit', planning: 'plan' } as const)[to], cause);
  if (to === 'triage') starts(life, 'first-visit', cause);
  starts(life, 'feedback', cause);
  threatensAgain(life, cause);
}
