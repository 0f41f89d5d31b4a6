/**
 * Attempts that were recorded wrongly: put right, or taken back. While nobody has gone on from the last one, what this one and
 * those after it did is undone and done anew, each counting from its own day; after that only the record changes, and
 * whether the deadlines that it met were met in time. A contact after the first talk leads nowhere, so it can be changed always.
 */
import type { AttemptData, DataOf } from '../commands.ts';
import { cancel, isBefore, isRunning, type Deadline } from '../../deadlines/deadline.ts';
import type { Instant } from '../../time/dates.ts';
import { isOwed, isUntouched } from '../feedback/owing.ts';
import { hasRules } from '../rules.ts';
import { drop, reopenPlanned, say, takeBack, touch, type Step } from '../step.ts';
import { isVisit, nothingYet, visitsMade, type Attempt, type CaseState } from '../state.ts';
import { judgeOffers } from '../signals/threats.ts';
import { attemptDeadlines, attemptOf, follow, meetLate, stopVisits, warnOfOnePart } from './visiting.ts';

export const attemptNamed = ({ attempts }: CaseState, id: string | undefined): Attempt | undefined => (id === undefined ? attempts.at(-1) : attempts.find((attempt) => attempt.id === id));

/** Whether nothing builds on this attempt yet: it is the last one, or at every later one nobody was at home. */
export function canRedo({ attempts, correctableId, cycle }: CaseState, found: Attempt): boolean {
  const since = attempts.slice(attempts.indexOf(found));
  const leadsNowhere = since.length === 1 || since.every(({ outcome }) => outcome === 'nobody-home');
  return found.cycle === cycle && since.at(-1)?.id === correctableId && since.every(({ during, settled }) => during === undefined && settled !== true) && leadsNowhere;
}

/** Whether this attempt moved the case on. */
export function ledOn({ attempts, policy }: CaseState, found: Attempt): boolean {
  if (found.during !== undefined) return false;
  if (found.outcome !== 'nobody-home') return true;
  const visits = attempts.filter((attempt) => isOfVisits(attempt, found.cycle));
  return visits.at(-1) === found && visits.length >= policy.maxVisits;
}

export function correctAttempt(step: Step, { attemptId, ...data }: DataOf<'correct-attempt'>): void {
  const { state } = step;
  const wrong = attemptNamed(state, attemptId);
  if (wrong === undefined) return;
  const right = corrected(wrong, data);
  const isMended = hasRules(state, 1);
  const isRedone = isMended && canRedo(state, wrong) && !leadsAlike(wrong, right);
  say(step, 'attempt-corrected', { from: wrong.outcome, to: data.outcome, kind: data.kind, date: data.date, ...(isMended ? { attemptId: wrong.id } : {}), ...(isRedone ? { undid: true } : {}) });
  if (!isMended) return correctLast(step, wrong, right);
  if (isRedone) return redo(step, wrong, right);
  const next = nextVisit(state, wrong);
  replace(state, wrong, right);
  judgeOffers(step, wrong.id);
  if (wrong.during !== undefined) return correctMeeting(step, { wrong, right, next });
  if (isVisit(right)) judgeAgain(step, wrong.id, right);
  if (right.partOfDay !== wrong.partOfDay) warnOfOnePart(step, right);
}

export function takeBackAttempt(step: Step, { attemptId }: DataOf<'take-back-attempt'>): void {
  const { state } = step;
  const found = attemptNamed(state, attemptId);
  if (found === undefined) return;
  const isRedone = canRedo(state, found);
  say(step, 'attempt-taken-back', { kind: found.kind, date: found.date, outcome: found.outcome, attemptId: found.id, ...(isRedone ? { undid: true } : {}) });
  if (isRedone) return redo(step, found, null);
  const next = nextVisit(state, found);
  state.attempts = state.attempts.filter((attempt) => attempt !== found);
  if (found.id === state.correctableId) state.correctableId = null;
  liftUnsafe(state, found);
  judgeOffers(step, found.id);
  unmake(step, found, next);
}

/** The given fields replace the wrong ones; a part of the day that is not given is removed. Who recorded it and when stay. */
function corrected({ id, cycle, recordedAt, during, by, before, settled, place }: Attempt, data: AttemptData): Attempt {
  const stays = data.kind === 'appointment' && place !== undefined ? { place } : {};
  return { ...stays, ...attemptOf(data), id, cycle, recordedAt, ...(during === undefined ? {} : { during }), ...(by === undefined ? {} : { by }), ...(before === undefined ? {} : { before }), ...(settled === undefined ? {} : { settled }) };
}

/** The next visit of the same visiting phase: it now counts for what the wrong one was thought to do. */
const nextVisit = ({ attempts }: CaseState, found: Attempt): Attempt | null => attempts.slice(attempts.indexOf(found) + 1).find((attempt) => isVisit(attempt) && attempt.cycle === found.cycle) ?? null;

/** How releases before 0.3 corrected the last attempt: their histories replay by it. */
function correctLast(step: Step, wrong: Attempt, right: Attempt): void {
  const { state } = step;
  replace(state, wrong, right);
  if (state.correctableId !== wrong.id) return;
  takeBack(step, wrong.id);
  drop(step, 'referral', 'first-talk', 'first-talk-urgent');
  Object.assign(state, { ...nothingYet(), phase: 'visiting', correctableId: wrong.id } satisfies Partial<typeof state>);
  follow({ ...step, cause: wrong.id, at: wrong.recordedAt }, right);
}

/** A contact after the first talk: the case stays where it is. */
function correctMeeting(step: Step, { wrong, right, next }: { wrong: Attempt; right: Attempt; next: Attempt | null }): void {
  if (isVisit(right)) {
    judgeAgain(step, wrong.id, right);
    meetLate({ ...step, cause: right.id, at: right.recordedAt }, right);
  } else if (isVisit(wrong)) unmake(step, wrong, next);
  if (right.outcome !== 'unsafe') liftUnsafe(step.state, wrong);
  else if (wrong.outcome !== 'unsafe') stopVisits(step, right);
}

/** It was not unsafe after all; what another attempt found stays known. */
function liftUnsafe(state: CaseState, { id }: Attempt): void {
  if (state.unsafeBy !== id) return;
  state.visitsStopped = false;
  delete state.unsafeBy;
}

const leadsAlike = (a: AttemptData, b: AttemptData): boolean => isVisit(a) === isVisit(b) && a.outcome === b.outcome && a.date === b.date;
const isOfVisits = (attempt: Attempt, cycle: number): boolean => attempt.cycle === cycle && isVisit(attempt) && attempt.during === undefined;

function replace(state: CaseState, wrong: Attempt, right: Attempt): void {
  state.attempts = state.attempts.map((attempt) => (attempt === wrong ? right : attempt));
}

function redo(step: Step, wrong: Attempt, right: Attempt | null): void {
  const { state } = step;
  const since = state.attempts.splice(state.attempts.indexOf(wrong));
  for (const { id } of [...since].reverse()) takeBack(step, id);
  takeBackDebts(step, wrong);
  const visitsStopped = state.visitsStopped && !since.some(({ id }) => id === state.unsafeBy);
  Object.assign(state, { ...nothingYet(), visitsStopped, problematicDebts: wrong.before?.problematicDebts ?? false, urgent: wrong.before?.urgent ?? false, phase: 'visiting' } satisfies Partial<typeof state>);
  for (const attempt of [...(right === null ? [] : [right]), ...since.slice(1)]) {
    state.attempts.push(attempt);
    // The events and mails of the later attempts were made when those were recorded.
    const said = attempt === right ? {} : { events: [], mails: [] };
    follow({ ...step, ...said, cause: attempt.id, at: attempt.recordedAt }, attempt);
  }
  judgeOffers(step);
  const last = state.attempts.at(-1);
  // After an unsafe attempt the desk has decided how to go on.
  const isOpen = last?.cycle === state.cycle && last.during === undefined && (last === right || since.includes(last) || last.outcome === 'nobody-home');
  state.correctableId = isOpen ? last.id : null;
}

const fileKinds: readonly string[] = ['referral', 'first-talk', 'first-talk-urgent'];

/** Takes back problematic debts that were recorded in a talk that did not happen; a file that an earlier talk opened stays. */
function takeBackDebts(step: Step, { before, recordedAt }: Attempt): void {
  // A term counts from the day of the act, which may lie before the talk: what came after the talk is told by the order. Attempts of before 0.3 did not note it.
  const isSince = (startedAt: Instant, n: number): boolean => (before === undefined ? !isBefore(startedAt, recordedAt) : n >= before.deadlines);
  const since = step.state.deadlines.filter(({ kind, startedAt }, n) => fileKinds.includes(kind) && isSince(startedAt, n));
  for (const cause of new Set(since.map(({ startedBy }) => startedBy))) takeBack(step, cause);
}

/** Undoes what this attempt did and nothing else: deadlines that it met run again or are met by the next visit; those that it started are cancelled. */
function unmake(step: Step, found: Attempt, next: Attempt | null): void {
  const { state, at, cause } = step;
  if (next !== null) judgeAgain(step, found.id, next);
  for (const deadline of state.deadlines) {
    if (next === null && deadline.endedBy === found.id && isMetByVisits(deadline)) {
      if (isAwaited(state, found, deadline)) reopenPlanned(step, deadline);
      else touch(step, deadline).state = deadline.endedFrom === 'breached' ? 'breached' : 'cancelled';
    } else if (deadline.startedBy === found.id) {
      if (isRunning(deadline)) cancel(touch(step, deadline), at, cause);
      else if (deadline.state !== 'breached') touch(step, deadline).state = deadline.breachedAt === null ? 'cancelled' : 'breached';
    }
  }
}

const isMetByVisits = ({ kind }: Deadline): boolean => attemptDeadlines.some((one) => one === kind);

/** A visit is still to be made: in the phase of the visits, or for arrears that joined later. */
function isAwaited(state: CaseState, { cycle, during }: Attempt, { creditorId }: Deadline): boolean {
  if (creditorId === null) return during === undefined && state.phase === 'visiting' && cycle === state.cycle;
  return state.signals.some((signal) => signal.creditorId === creditorId && isOwed(state, signal) && isUntouched(state, signal));
}

/** Counts the deadlines that this attempt met as met by the given attempt, on its day. */
function judgeAgain(step: Step, attemptId: string, by: Attempt): void {
  for (const deadline of step.state.deadlines) {
    if (deadline.endedBy !== attemptId || !isMetByVisits(deadline)) continue;
    const { endedFrom, dueOn } = touch(step, deadline);
    Object.assign(deadline, { endedBy: by.id, endedAt: by.recordedAt, state: endedFrom === 'paused' || by.date <= dueOn ? 'met' : 'met-late' });
  }
}

/** Whether this correction would make more visits than the policy allows. */
export function wouldBeTooMany(state: CaseState, found: Attempt, data: AttemptData): boolean {
  return found.during === undefined && !isVisit(found) && isVisit(data) && visitsMade(state) >= state.policy.maxVisits && found.cycle === state.cycle;
}
