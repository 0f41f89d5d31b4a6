/**
 * The life of a case as pure steps: a command, a signal, a match or the passing of time gives the next state and what
 * must be stored and sent. The workflow only waits and calls; a test, a forecast or a check calls the same functions.
 */
import type { Command } from './commands.ts';
import type { Instant } from '../time/dates.ts';
import { isBefore, nextMoment, passMoment, type Deadline, type Moment } from '../deadlines/deadline.ts';
import { refusalOf, type Action, type Refusal } from './lifecycle.ts';
import { correctAttempt, takeBackAttempt } from './meeting/attempts.ts';
import { atUnsafeDoor, problemWith, type DataProblem } from './check.ts';
import { sameAttempt } from './meeting/same-attempt.ts';
import { close } from './ending.ts';
import { correctFeedback, effectFeedback, markCovered, sendFeedback } from './feedback/feedback.ts';
import { undoFeedback } from './feedback/holding-feedback.ts';
import { addSignal, applyMatch, type MatchIn, type SignalIn } from './signals/intake.ts';
import { completePlan, confirmHandOver, endPlanning, offerHandOver, recordFirstTalk, recordProblematicDebts, refer, withdrawProblematicDebts } from './plan/planning.ts';
import { changedSince, remember } from './recent.ts';
import { answerOverdue, answerRecheck, askRecheck, decideRecheck, reminderOverdue } from './recheck/recheck.ts';
import { reopen } from './reopening.ts';
import { hasRules, ruledBy } from './rules.ts';
import { hasTaken, replanCase, replanId, type ReplanIn } from './replan.ts';
import { standingOf, type CaseState } from './state.ts';
import { extendDeadline, pauseCase, reassign, resumeCase, takeOn } from './steering.ts';
import { newStep, say, send, touch, type Recipient, type Step } from './step.ts';
import { effectHeld, go, noGo, undoTriage } from './signals/triage.ts';
import { withdrawDay } from './signals/threats.ts';
import { endVisits, planAppointment, recordAttempt, recordCallback, resumeVisits } from './meeting/visiting.ts';

/** Why the case does not take this command now, or null when it does. */
export function refusal(state: CaseState, command: Command, at: Instant): Refusal | DataProblem | null {
  const ruled = ruledBy(state, command);
  const refused = refusalOf(standingOf(ruled), command.action, command.actor.role);
  if (refused?.code === 'wrong-role') return refused;
  return sameAttempt(ruled, command, at) ?? olderPicture(ruled, command) ?? refused ?? atUnsafeDoor(ruled, command) ?? problemWith(ruled, command, at);
}

/** A decision that was made on an older step of the case. */
function olderPicture(state: CaseState, command: Command): Refusal | null {
  const reason = changedSince(state, command);
  return reason === null ? null : { code: 'changed', reason };
}

/** @throws never: call `refusal` first. */
export function takeCommand(state: CaseState, command: Command, at: Instant): Step {
  const step = newStep(state, { id: command.id, at, actor: command.actor, noteId: command.noteId, message: command });
  if (!leavesAttemptOpen.has(command.action) && !isHolding(command)) step.state.correctableId = null;
  if (!leavesNoOpen.has(command.action)) delete step.state.takeableNo;
  perform(step, command);
  return numbered(step);
}

/** Feedback that is undone leaves all as it was. */
const isHolding = ({ action, data }: Command): boolean => action === 'send-feedback' && data.undoable === true;

export function takeSignal(state: CaseState, signal: SignalIn, at: Instant): Step {
  const step = newStep(state, { id: `signal-${signal.signalId}`, at, message: signal });
  addSignal(step, signal);
  return numbered(step);
}

export function takeMatch(state: CaseState, match: MatchIn, at: Instant): Step {
  const step = newStep(state, { id: `match-${match.roundId}`, at, ...match.by, message: match });
  applyMatch(step, match);
  return numbered(step);
}

/** Plans every deadline anew by a changed calendar or policy; null when the case has taken that change already. */
export function takeReplan(state: CaseState, replan: ReplanIn, at: Instant): Step | null {
  if (hasTaken(state, replan.changeId)) return null;
  const step = newStep(state, { id: replanId(replan.changeId), at, actor: replan.actor, message: replan });
  replanCase(step, replan);
  // Days that it moved into the past pass now, at the instant of the re-plan: before it nobody was late.
  for (let moment = dueMoment(step); moment !== null; moment = dueMoment(step)) meetMoment(step, moment);
  return numbered(step);
}

function dueMoment({ state, at }: Step): Moment | null {
  const moment = nextMoment(awaited(state));
  return moment !== null && !isBefore(at, moment.at) ? moment : null;
}

/** The deadlines that time can bring something for: in a pause only those that count back from a day. */
const awaited = ({ phase, pausedAt, deadlines }: CaseState): readonly Deadline[] =>
  phase === 'closed' ? [] : pausedAt === null ? deadlines : deadlines.filter(({ endsOn }) => endsOn !== undefined);

/** The instant at which the case has something to do by itself; null when it only waits for people. */
export function nextInstant(state: CaseState): Instant | null {
  const moment = nextMoment(awaited(state));
  const until = state.pausedAt === null && state.phase !== 'closed' ? undoableUntil(state) : null;
  if (until !== null && (moment === null || !isBefore(moment.at, until))) return until;
  return moment?.at ?? null;
}

/** When a decision or a feedback that can be undone takes effect. */
const undoableUntil = ({ held, heldFeedback = [] }: CaseState): Instant | null => held?.until ?? heldFeedback[0]?.until ?? null;


/** All that happens by itself up to and including `now`, each thing at its own instant; null when nothing does. */
export function passTime(state: CaseState, now: Instant): Step | null {
  const steps: Step[] = [];
  let current = state;
  for (let at = nextInstant(current); at !== null && !isBefore(now, at); at = nextInstant(current)) {
    const step = newStep(current, { id: `moment-${at}`, at });
    happen(step);
    steps.push(step);
    current = step.state;
  }
  return steps.length === 0 ? null : numbered(steps.reduce(joined));
}

function happen(step: Step): void {
  if (step.state.held?.until === step.at) return effectHeld(step);
  if (step.state.heldFeedback?.[0]?.until === step.at) return effectFeedback(step);
  const moment = nextMoment(awaited(step.state));
  if (moment !== null) meetMoment(step, moment);
}

function meetMoment(step: Step, moment: Moment): void {
  const { deadline, kind } = moment;
  touch(step, deadline);
  if (kind === 'ask') return askRecheck(step, deadline);
  const isFollowed = deadline.moot === true;
  passMoment(moment, step.at);
  if (kind === 'warn') {
    say(step, 'deadline-warned', { deadlineId: deadline.id, kind: deadline.kind, dueOn: deadline.dueOn });
    return send(step, 'deadline-warning', ownerOf(deadline), { deadlineId: deadline.id });
  }
  say(step, 'deadline-breached', { deadlineId: deadline.id, kind: deadline.kind, dueOn: deadline.dueOn });
  // The reminder went out, or the leader was asked, at the breach that became moot: not twice.
  if (isFollowed && (deadline.kind === 're-check-answer' || deadline.kind === 're-check-reminder')) return;
  if (deadline.creditorId !== null && deadline.kind === 're-check-answer') return answerOverdue(step, deadline.creditorId);
  if (deadline.creditorId !== null && deadline.kind === 're-check-reminder') return reminderOverdue(step, deadline.creditorId);
  const owner = ownerOf(deadline);
  if (owner.kind !== 'project-leader') send(step, 'deadline-breach', owner, { deadlineId: deadline.id });
  send(step, 'deadline-breach', { kind: 'project-leader' }, { deadlineId: deadline.id });
}

function ownerOf({ owner, creditorId }: Moment['deadline']): Recipient {
  if (owner === 'creditor' && creditorId !== null) return { kind: 'creditor', id: creditorId };
  if (owner === 'project-leader') return { kind: 'project-leader' };
  return owner === 'caseworker' ? { kind: 'team' } : { kind: 'desk' };
}

function joined(first: Step, then: Step): Step {
  return {
    ...then,
    events: [...first.events, ...then.events],
    mails: [...first.mails, ...then.mails],
    signals: [...first.signals, ...then.signals],
    touched: new Set([...first.touched, ...then.touched]),
  };
}

function numbered(step: Step): Step {
  step.state.seq += 1;
  if (hasRules(step.state, 1)) remember(step);
  return step;
}

/** Actions after which the last attempt can still be corrected. */
const leavesAttemptOpen = new Set<Action>(['record-attempt', 'correct-attempt', 'take-back-attempt', 'plan-appointment', 'extend-deadline', 'reassign', 'take-on', 'record-problematic-debts', 'undo-feedback', 'withdraw-day']);

/** Actions that do nothing with a creditor's "no": it can still be taken back after them. */
const leavesNoOpen = new Set<Action>(['answer-re-check', 'extend-deadline', 'reassign', 'take-on', 'pause', 'resume', 'withdraw-day']);

function perform(step: Step, command: Command): void {
  switch (command.action) {
    case 'go': return go(step, command.data);
    case 'no-go': return noGo(step, command.data);
    case 'undo-triage': return undoTriage(step);
    case 'plan-appointment': return planAppointment(step, command.data);
    case 'record-attempt': return recordAttempt(step, command.data);
    case 'record-callback': return recordCallback(step, command.data);
    case 'correct-attempt': return correctAttempt(step, command.data);
    case 'take-back-attempt': return takeBackAttempt(step, command.data);
    case 'resume-visits': return resumeVisits(step);
    case 'end-visits': return endVisits(step);
    case 'record-problematic-debts': return recordProblematicDebts(step, command.data);
    case 'withdraw-problematic-debts': return withdrawProblematicDebts(step, command.data);
    case 'complete-plan': return completePlan(step, command.data);
    case 'end-planning': return endPlanning(step, command.data);
    case 'refer': return refer(step, command.data);
    case 'record-first-talk': return recordFirstTalk(step, command.data);
    case 'offer-hand-over': return offerHandOver(step, command.data);
    case 'confirm-hand-over': return confirmHandOver(step, command.data);
    case 'mark-covered': return markCovered(step, command.data);
    case 'send-feedback': return sendFeedback(step, command.data);
    case 'undo-feedback': return undoFeedback(step);
    case 'correct-feedback': return correctFeedback(step, command.data);
    case 'answer-re-check': return answerRecheck(step, command.data);
    case 'decide-re-check': return decideRecheck(step, command.data);
    case 'pause': return pauseCase(step);
    case 'resume': return resumeCase(step);
    case 'extend-deadline': return extendDeadline(step, command.data);
    case 'withdraw-day': return withdrawDay(step, command.data);
    case 'reassign': return reassign(step, command.data);
    case 'take-on': return takeOn(step);
    case 'close': return close(step, command.data);
    case 'reopen': return reopen(step, command.data);
  }
}
