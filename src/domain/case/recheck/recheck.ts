/** The re-check, six months after the feedback: what creditors answer, and what their answers lead to. */
import { recheckAnswerOf, type CommandOf, type RecheckAnswer } from '../commands.ts';
import { endCase } from '../ending.ts';
import type { Deadline } from '../../deadlines/deadline.ts';
import { undoFeedback } from '../feedback/holding-feedback.ts';
import { askedTogether, isRecheckAhead, oweAll, owedSignals } from '../feedback/owing.ts';
import { hasRules } from '../rules.ts';
import { done, doneForAll, drop, enter, say, send, start, type Step } from '../step.ts';
import { beginningAnew, creditorsOf, runningDeadline, type CaseState, type RecheckStanding, type TakeableNo } from '../state.ts';
import { standingBefore, takeBackNo } from './taking-back-no.ts';

/** Asks each creditor on the day of the re-check whether current costs are paid; a creditor that joined later has its own day. */
export function askRecheck(step: Step, { creditorId }: Pick<Deadline, 'creditorId'>): void {
  const { state } = step;
  done(step, 're-check', { creditorId });
  enter(step, 're-check');
  const asked = creditorId !== null ? [creditorId] : hasRules(state, 1) ? askedTogether(state) : creditorsOf(state);
  if (!hasRules(state, 1)) Object.assign(state, { answers: {}, undecided: false } satisfies Partial<CaseState>);
  for (const id of asked) ask(step, id);
  say(step, 're-check-asked', { creditors: asked.length });
  if (asked.length === 0 && hasRules(state, 1)) conclude(step);
}

function ask(step: Step, creditorId: string): void {
  step.state.answers[creditorId] = 'asked';
  start(step, 're-check-answer', step.at, creditorId);
  send(step, 're-check-question', { kind: 'creditor', id: creditorId });
}

export function answerRecheck(step: Step, { creditorId, ...said }: CommandOf<'answer-re-check'>['data']): void {
  const { state } = step;
  const answer = recheckAnswerOf(said);
  if (answer === null) return;
  // A creditor that takes its answer back answered on the day of its first answer.
  const answeredOn = state.takeableNo === undefined ? {} : takeBackNo(step, state.takeableNo);
  const before = standingBefore(step, creditorId);
  done(step, 're-check-answer', { creditorId, ...answeredOn });
  done(step, 're-check-reminder', { creditorId, ...answeredOn });
  state.answers[creditorId] = answer;
  say(step, 're-check-answered', { creditorId, paying: answer === 'paying', ...(answer === 'paying' || answer === 'not-paying' ? {} : { answer }) });
  if (answer === 'not-paying') return state.revisits < state.policy.maxRevisits ? revisit(step, before) : leaveToLeader(step);
  if (hasRules(state, 1)) return conclude(step);
  const answers = Object.values(state.answers);
  if (answers.every((one) => one === 'paying')) endCase(step, 'recovered');
  else if (answers.every((one) => one === 'paying' || one === 'silent' || one === 'not-paying')) leaveToLeader(step);
}

const isWaitedFor = (standing: RecheckStanding): boolean => standing === 'asked' || standing === 'reminded';
const isLeftOpen = (standing: RecheckStanding): boolean => standing === 'silent' || standing === 'not-paying';
const settled: readonly RecheckStanding[] = ['paying', 'contract-ended', 'moved', 'deceased'] satisfies RecheckAnswer[];

/**
 * The case ends when every creditor has had its feedback and none is asked any more: recovered when one says that costs are
 * paid; where all say that nobody is there to pay, no more than fed back.
 */
export function conclude(step: Step): void {
  const { state } = step;
  const answers = Object.values(state.answers);
  if (state.phase === 're-check') {
    if (!answers.some(isLeftOpen)) decided(step);
    if (answers.some(isWaitedFor)) return;
    if (answers.some(isLeftOpen)) return leaveToLeader(step);
  }
  if (isRecheckAhead(state) || owedSignals(state).length > 0) return enter(step, 'monitoring');
  endCase(step, answers.length === 0 || answers.includes('paying') ? 'recovered' : 'fed-back');
}

/** No answer in time: a reminder first, then the project leader decides. */
export function answerOverdue(step: Step, creditorId: string): void {
  const { state } = step;
  // Late for the second time, after an extension: the reminder has gone out.
  if (state.answers[creditorId] !== 'asked') return;
  state.answers[creditorId] = 'reminded';
  start(step, 're-check-reminder', step.at, creditorId);
  send(step, 're-check-reminder', { kind: 'creditor', id: creditorId });
  say(step, 're-check-reminded', { creditorId });
}

export function reminderOverdue(step: Step, creditorId: string): void {
  step.state.answers[creditorId] = 'silent';
  say(step, 're-check-silent', { creditorId });
  leaveToLeader(step);
}

export function decideRecheck(step: Step, { decision }: CommandOf<'decide-re-check'>['data']): void {
  const { state } = step;
  say(step, 're-check-decided', { decision });
  decided(step);
  if (decision === 'revisit') return revisit(step);
  if (decision === 'close') return endCase(step, Object.values(state.answers).includes('not-paying') ? 'not-recovered' : 'fed-back');
  drop(step, 're-check-answer', 're-check-reminder');
  for (const [creditorId, answer] of Object.entries(state.answers)) if (!settled.includes(answer)) ask(step, creditorId);
}

/** Starts the project leader's own term, so that the case does not wait unseen. */
function leaveToLeader(step: Step): void {
  if (step.state.undecided) return;
  step.state.undecided = true;
  if (hasRules(step.state, 1)) start(step, 're-check-decision');
  send(step, 'decision-needed', { kind: 'project-leader' });
}

function decided(step: Step): void {
  step.state.undecided = false;
  doneForAll(step, 're-check-decision');
}

/** A new visiting phase in the same case, with its own visits and its own feedback. */
function revisit(step: Step, takeable: TakeableNo | null = null): void {
  const { state } = step;
  undoFeedback(step);
  drop(step, ...(hasRules(state, 1) ? (['re-check', 'first-visit', 're-check-decision'] as const) : []), 're-check-answer', 're-check-reminder');
  if (hasRules(state, 1)) oweAll(state);
  Object.assign(state, { cycle: state.cycle + 1, revisits: state.revisits + 1, ...beginningAnew(state) } satisfies Partial<CaseState>);
  if (takeable !== null && hasRules(state, 1)) state.takeableNo = takeable;
  enter(step, 'visiting');
  say(step, 'revisit', { number: state.revisits });
  if (state.visitsStopped) send(step, 'visits-stopped', { kind: 'desk' });
  start(step, 'revisit');
  // Arrears that joined meanwhile are owed theirs sooner; one feedback serves all.
  if (runningDeadline(state, 'feedback') === undefined) start(step, 'feedback');
}
