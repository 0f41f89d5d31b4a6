/** What people do, told as the process description tells it. */
import type { Command, CommandOf } from '../../../src/domain/commands.ts';
import { midnight } from './days.ts';
import { goOn, halt, runs, stretch, unstop } from './deadline.ts';
import { follow } from './replan.ts';
import { askOne, clean, deadlineOf, drops, ends, isVisit, lastVisit, meets, rechecks, running, starts, turnDown, visits, type Cause, type Life, type ModelAttempt } from './life.ts';

const toVisit = ['first-visit', 'next-visit', 'revisit'] as const;

/** These leave what the last attempt led to as it was. */
const leavesFresh: readonly string[] = ['record-attempt', 'correct-attempt', 'plan-appointment', 'extend-deadline', 'reassign', 'record-problematic-debts'];

export function command(life: Life, asked: Command): void {
  const cause = { at: life.now, by: asked.id };
  if (!leavesFresh.includes(asked.action)) life.fresh = false;
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
    case 'reassign':
      return;
    case 'record-attempt':
      life.attempts.push({ ...asked.data, by: asked.id, at: life.now, round: life.round });
      life.fresh = true;
      return outcome(life, life.attempts.at(-1) as ModelAttempt, cause);
    case 'correct-attempt':
      return correct(life, asked.data, cause);
    case 'record-callback':
      drops(life, [...toVisit, ...rechecks], cause);
      if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause);
      Object.assign(life, clean());
      return talk(life, asked.data.date, cause);
    case 'resume-visits':
      life.visitsStopped = false;
      return starts(life, 'next-visit', cause);
    case 'end-visits':
      return visited(life, 'never-reached', cause);
    case 'record-problematic-debts':
      return debts(life, asked.data.urgent, cause);
    case 'complete-plan':
      return plan(life, asked.data, cause);
    case 'end-planning':
      meets(life, 'plan', cause);
      life.result = resultOfTalk[asked.data.because];
      life.phase = 'feedback';
      return;
    case 'refer':
      meets(life, 'referral', cause);
      return starts(life, life.urgent ? 'first-talk-urgent' : 'first-talk', cause);
    case 'record-first-talk':
      meets(life, 'first-talk', cause);
      return meets(life, 'first-talk-urgent', cause);
    case 'offer-hand-over':
      return starts(life, 'hand-over', cause);
    case 'confirm-hand-over':
      return meets(life, 'hand-over', cause);
    case 'send-feedback':
      return feedback(life, cause);
    case 'answer-re-check':
      return answer(life, asked.data, cause);
    case 'decide-re-check':
      return decide(life, asked.data.decision, cause);
    case 'pause':
      life.paused = life.now;
      for (const d of life.deadlines) if (d.state === 'open') halt(d, life.now, life.closed);
      return;
    case 'resume':
      life.paused = null;
      for (const d of life.deadlines) if (d.state === 'paused') goOn(d, life.now, life.closed);
      return;
    case 'extend-deadline': {
      const d = deadlineOf(life, asked.data.deadlineId);
      if (d !== undefined) stretch(d, asked.data.dueOn, life.now, life.paused, life.closed);
      return;
    }
    case 'close':
      for (const s of life.signals) if (s.state === 'pending') s.state = 'in-case';
      meets(life, 'feedback', cause);
      return ends(life, 'closed-early', cause, resultOfClosing[asked.data.because]);
    case 'reopen':
      return reopen(life, asked.data.to, cause);
  }
}

const resultOfNoGo = { known: 'known-at-debt-services', 'other-programme': 'in-other-programme', deceased: 'deceased', moved: 'not-a-resident', 'wrong-signal': 'not-taken-up-wrong', other: 'not-taken-up-other' } as const;
const resultOfTalk = { declined: 'wants-no-help', 'no-response': 'no-response-after-contact', paid: 'paid-or-arranged' } as const;
const resultOfClosing = { paid: 'paid-or-arranged', moved: 'not-a-resident', deceased: 'deceased', objection: 'not-taken-up-other', other: 'not-taken-up-other' } as const;

const holding = (life: Life, by: string, noGo: string | null) => ({ until: life.now + life.policy.undoMinutes * 60_000, by, noGo });

function takeBack(life: Life, by: string, cause: Cause): void {
  for (const d of life.deadlines) {
    if (d.startedBy === by && runs(d)) drops({ ...life, deadlines: [d] }, [d.kind], cause);
    else if (d.endedBy === by) {
      unstop(d);
      // It was left alone when the others were planned anew.
      if (life.changes.length > 0) follow(life, d);
    }
  }
}

function outcome(life: Life, attempt: ModelAttempt, cause: Cause): void {
  if (isVisit(attempt)) for (const kind of toVisit) meets(life, kind, cause, attempt.date);
  if (attempt.outcome === 'reached') return talk(life, attempt.date, cause);
  if (attempt.outcome === 'unsafe') {
    drops(life, toVisit, cause);
    life.visitsStopped = true;
  } else if (attempt.outcome === 'nobody-home') {
    if (!isVisit(attempt)) return;
    if (visits(life) >= life.policy.maxVisits) visited(life, 'never-reached', cause);
    else starts(life, 'next-visit', cause, midnight(lastVisit(life)));
  } else visited(life, attempt.outcome === 'moved' ? 'not-a-resident' : attempt.outcome === 'deceased' ? 'deceased' : 'wants-no-help', cause);
}

function talk(life: Life, on: string, cause: Cause): void {
  drops(life, toVisit, cause);
  life.phase = 'planning';
  starts(life, 'plan', cause, midnight(on));
}

function visited(life: Life, result: string, cause: Cause): void {
  drops(life, toVisit, cause);
  Object.assign(life, { visitsStopped: false, result, phase: 'feedback' } satisfies Partial<Life>);
}

function correct(life: Life, data: CommandOf<'correct-attempt'>['data'], cause: Cause): void {
  const wrong = life.attempts.pop();
  if (wrong === undefined) return;
  const right = { ...data, by: wrong.by, at: wrong.at, round: wrong.round };
  life.attempts.push(right);
  if (!life.fresh) return;
  takeBack(life, wrong.by, cause);
  drops(life, ['referral', 'first-talk', 'first-talk-urgent'], cause);
  Object.assign(life, { ...clean(), fresh: true, phase: 'visiting' });
  outcome(life, right, { at: wrong.at, by: wrong.by });
}

function debts(life: Life, urgent: boolean, cause: Cause): void {
  if (life.debts && (life.urgent || !urgent)) return;
  const atDebtServices = (['referral', 'first-talk', 'first-talk-urgent'] as const).some((kind) => running(life, kind) !== undefined);
  if (!life.debts && !atDebtServices) starts(life, 'referral', cause);
  else if (urgent && running(life, 'first-talk') !== undefined) {
    drops(life, ['first-talk'], cause);
    starts(life, 'first-talk-urgent', cause);
  }
  Object.assign(life, { debts: true, urgent: life.urgent || urgent });
}

function plan(life: Life, { problematicDebts, urgent, handOver, result }: CommandOf<'complete-plan'>['data'], cause: Cause): void {
  meets(life, 'plan', cause);
  life.planned = true;
  if (problematicDebts) debts(life, urgent ?? false, cause);
  meets(life, 'hand-over', cause);
  starts(life, 'hand-over', cause);
  if (handOver === 'confirmed') meets(life, 'hand-over', cause);
  life.result = result ?? (problematicDebts ? 'follow-up-financial' : 'advice');
  life.phase = 'feedback';
}

function feedback(life: Life, cause: Cause): void {
  meets(life, 'feedback', cause);
  if (life.phase !== 'feedback') return;
  const gone = life.result === 'not-a-resident' || life.result === 'deceased';
  const wanted = { never: false, plan: life.planned, visited: life.planned || life.attempts.some(isVisit) }[life.policy.recheckAfter];
  if (gone || !wanted) return ends(life, 'fed-back', cause);
  life.phase = 'monitoring';
  starts(life, 're-check', cause);
}

function answer(life: Life, { creditorId, paying }: { creditorId: string; paying: boolean }, cause: Cause): void {
  meets(life, 're-check-answer', cause, undefined, creditorId);
  meets(life, 're-check-reminder', cause, undefined, creditorId);
  life.answers.set(creditorId, paying ? 'paying' : 'not-paying');
  const answers = [...life.answers.values()];
  if (!paying && life.revisits < life.policy.maxRevisits) revisit(life, cause);
  else if (answers.every((one) => one === 'paying')) ends(life, 'recovered', cause);
  else if (!paying || !answers.some((one) => one === 'asked' || one === 'reminded')) life.undecided = true;
}

function decide(life: Life, decision: 'close' | 'revisit' | 'ask-again', cause: Cause): void {
  life.undecided = false;
  if (decision === 'revisit') return revisit(life, cause);
  if (decision === 'close') return ends(life, [...life.answers.values()].includes('not-paying') ? 'not-recovered' : 'fed-back', cause);
  drops(life, rechecks, cause);
  for (const [creditor, one] of life.answers) if (one !== 'paying') askOne(life, creditor, cause);
}

function revisit(life: Life, cause: Cause): void {
  drops(life, rechecks, cause);
  Object.assign(life, { ...clean(), phase: 'visiting', round: life.round + 1, revisits: life.revisits + 1 });
  starts(life, 'revisit', cause);
  // Arrears that joined meanwhile are owed theirs sooner; one feedback serves all.
  if (running(life, 'feedback') === undefined) starts(life, 'feedback', cause);
}

function reopen(life: Life, to: 'triage' | 'visiting' | 'planning', cause: Cause): void {
  if (life.ending === 'drop-out') for (const s of life.signals) if (s.state !== 'dropped' || s.takable) Object.assign(s, { state: 'in-case', takable: true });
  Object.assign(life, { ...clean(), phase: to, round: life.round + 1, ending: null });
  starts(life, ({ triage: 'triage', visiting: 'revisit', planning: 'plan' } as const)[to], cause);
  if (to === 'triage') starts(life, 'first-visit', cause);
  starts(life, 'feedback', cause);
}
