/** Attempts to meet: what each leads to, and what goes when one was recorded wrongly. */
import type { CommandOf } from '../../../src/domain/case/commands.ts';
import { midnight } from './days.ts';
import { runs, type ModelDeadline } from './deadline.ts';
import { rerun, takeBack } from './undoing.ts';
import { offers } from './threats.ts';
import { attemptOf, clean, drops, isFresh, isVisit, lastVisit, meets, meetsAll, starts, untouched, visitAfter, visits, waiting, type Cause, type Life, type ModelAttempt } from './life.ts';

export const toVisit = ['first-visit', 'next-visit', 'revisit'] as const;
const resultAtDoor = { moved: 'not-a-resident', 'moved-within': 'not-taken-up-other', deceased: 'deceased', refused: 'wants-no-help', 'wants-no-help': 'wants-no-help' } as const;

export function outcome(life: Life, attempt: ModelAttempt, cause: Cause): void {
  if (isVisit(attempt)) for (const kind of toVisit) meetsAll(life, kind, cause, attempt.date);
  if (attempt.outcome === 'reached') return talk(life, attempt.date, cause);
  if (attempt.outcome === 'unsafe') {
    drops(life, toVisit, cause);
    Object.assign(life, { visitsStopped: true, unsafeBy: attempt.by });
  } else if (attempt.outcome === 'nobody-home') {
    if (!isVisit(attempt)) return;
    if (visits(life) >= life.policy.maxVisits) visited(life, 'never-reached', cause);
    else if (!life.visitsStopped) starts(life, 'next-visit', cause, midnight(lastVisit(life)));
  } else visited(life, resultAtDoor[attempt.outcome], cause);
}

/** A second talk, or a contact for arrears that came late. */
export function metAgain(life: Life, attempt: ModelAttempt, cause: Cause): void {
  if (isVisit(attempt)) meetsAll(life, 'first-visit', cause, attempt.date);
  if (attempt.outcome === 'unsafe') Object.assign(life, { visitsStopped: true, unsafeBy: attempt.by });
}

export function covered(life: Life, id: string, cause: Cause): void {
  const signal = life.signals.find((one) => one.id === id);
  if (signal?.late == null) return;
  signal.late.covered = true;
  const left = waiting(life).some((other) => other.creditor === signal.creditor && untouched(life, other));
  if (!left) meets(life, 'first-visit', cause, undefined, signal.creditor);
}

export function talk(life: Life, on: string, cause: Cause): void {
  drops(life, toVisit, cause);
  life.phase = 'planning';
  starts(life, 'plan', cause, midnight(on));
}

export function visited(life: Life, result: string, cause: Cause): void {
  drops(life, toVisit, cause);
  Object.assign(life, { result, phase: 'feedback' } satisfies Partial<Life>);
}

export function correct(life: Life, { attemptId, ...data }: CommandOf<'correct-attempt'>['data'], cause: Cause): void {
  const wrong = attemptOf(life, attemptId);
  if (wrong === undefined) return;
  const right: ModelAttempt = { ...data, by: wrong.by, at: wrong.at, round: wrong.round, again: wrong.again, knownDebts: wrong.knownDebts, deadlines: wrong.deadlines, stands: wrong.stands };
  const alike = isVisit(wrong) === isVisit(right) && wrong.outcome === right.outcome && wrong.date === right.date;
  if (isFresh(life, wrong) && !alike) return relive(life, wrong, right, cause);
  const next = visitAfter(life, wrong);
  life.attempts = life.attempts.map((one) => (one === wrong ? right : one));
  offers(life, wrong.by);
  if (isVisit(right)) judge(life, wrong.by, right);
  else if (isVisit(wrong)) unmake(life, wrong, next, cause);
  if (!wrong.again) return;
  if (isVisit(right)) meetsAll(life, 'first-visit', { at: wrong.at, by: wrong.by }, right.date);
  if (right.outcome !== 'unsafe') wasSafe(life, wrong);
  else if (wrong.outcome !== 'unsafe') Object.assign(life, { visitsStopped: true, unsafeBy: right.by });
}

/** It never was. */
export function withdraw(life: Life, attemptId: string | undefined, cause: Cause): void {
  const wrong = attemptOf(life, attemptId);
  if (wrong === undefined) return;
  if (isFresh(life, wrong)) return relive(life, wrong, null, cause);
  if (life.attempts.at(-1) === wrong) life.fresh = false;
  const next = visitAfter(life, wrong);
  life.attempts = life.attempts.filter((one) => one !== wrong);
  wasSafe(life, wrong);
  offers(life, wrong.by);
  unmake(life, wrong, next, cause);
}

/** Nobody was unsafe in a talk that was none. */
function wasSafe(life: Life, { by }: ModelAttempt): void {
  if (life.unsafeBy === by) Object.assign(life, { visitsStopped: false, unsafeBy: null });
}

/** This one did what it had been thought to do; else nothing did, and what is still to be done runs on. */
function unmake(life: Life, wrong: ModelAttempt, next: ModelAttempt | undefined, cause: Cause): void {
  if (next !== undefined) judge(life, wrong.by, next);
  const open = ({ creditor }: ModelDeadline) =>
    creditor === null ? !wrong.again && life.phase === 'visiting' && wrong.round === life.round : waiting(life).some((signal) => signal.creditor === creditor && untouched(life, signal));
  for (const d of life.deadlines) {
    if (d.endedBy === wrong.by && toVisit.some((kind) => kind === d.kind)) {
      if (!open(d)) d.state = d.before === 'breached' ? 'breached' : 'cancelled';
      else rerun(life, d);
    } else if (d.startedBy === wrong.by && runs(d)) drops({ ...life, deadlines: [d] }, [d.kind], cause);
    else if (d.startedBy === wrong.by) d.state = d.breached === null ? 'cancelled' : 'breached';
  }
}

/** The attempts from this one on, lived again without what was wrong; what was at debt services before them stays. */
function relive(life: Life, wrong: ModelAttempt, right: ModelAttempt | null, cause: Cause): void {
  const since = life.attempts.splice(life.attempts.indexOf(wrong));
  for (const { by } of [...since].reverse()) takeBack(life, by, cause);
  const atDebtServices = life.deadlines.slice(wrong.deadlines).filter((d) => ['referral', 'first-talk', 'first-talk-urgent'].includes(d.kind));
  for (const by of new Set(atDebtServices.map((d) => d.startedBy))) takeBack(life, by, cause);
  Object.assign(life, { ...clean(), visitsStopped: life.visitsStopped && !since.some(({ by }) => by === life.unsafeBy), debts: wrong.knownDebts !== null, urgent: wrong.knownDebts === 'urgent', phase: 'visiting' });
  const again = [...(right === null ? [] : [right]), ...since.slice(1)];
  for (const attempt of again) {
    life.attempts.push(attempt);
    outcome(life, attempt, { at: attempt.at, by: attempt.by });
  }
  offers(life);
  const last = life.attempts.at(-1);
  life.fresh = again.length > 0 || (last?.round === life.round && !last.again && last.outcome === 'nobody-home');
}

/** What it met, this attempt met. */
function judge(life: Life, by: string, met: ModelAttempt): void {
  for (const d of life.deadlines) {
    if (d.endedBy === by && toVisit.some((kind) => kind === d.kind)) Object.assign(d, { endedBy: met.by, ended: met.at, state: d.before === 'paused' || met.date <= d.due ? 'met' : 'met-late' });
  }
}
