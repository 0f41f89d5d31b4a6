/** Feedback to every creditor, the re-check six months later, and what its answers lead to. */
import type { CommandOf } from '../commands.ts';
import { endCase } from './ending.ts';
import { done, drop, enter, say, send, sendToCreditors, start, type Step } from './step.ts';
import { creditorsOf, isVisit, nothingYet, runningDeadline, type CaseState } from './state.ts';

export function sendFeedback(step: Step, { feedbackId }: CommandOf<'send-feedback'>['data']): void {
  const { state } = step;
  done(step, 'feedback');
  state.feedbackId = feedbackId;
  say(step, 'feedback-sent', { feedbackId, helpAccepted: state.planId !== null });
  sendToCreditors(step, 'feedback', { feedbackId });
  // For arrears that joined later: the re-check goes on as it was.
  if (state.phase !== 'feedback') return;
  if (!needsRecheck(state)) return endCase(step, 'fed-back');
  enter(step, 'monitoring');
  start(step, 're-check');
}

/** Where nobody lives any more there is nobody to ask about. */
function needsRecheck({ policy, planId, attempts, result }: CaseState): boolean {
  if (result === 'not-a-resident' || result === 'deceased') return false;
  if (policy.recheckAfter === 'never') return false;
  return policy.recheckAfter === 'plan' ? planId !== null : planId !== null || attempts.some(isVisit);
}

/** The day has come: each creditor is asked whether current costs are paid. */
export function askRecheck(step: Step): void {
  const { state } = step;
  done(step, 're-check');
  enter(step, 're-check');
  Object.assign(state, { answers: {}, undecided: false } satisfies Partial<CaseState>);
  for (const creditorId of creditorsOf(state)) ask(step, creditorId);
  say(step, 're-check-asked', { creditors: creditorsOf(state).length });
}

function ask(step: Step, creditorId: string): void {
  step.state.answers[creditorId] = 'asked';
  start(step, 're-check-answer', step.at, creditorId);
  send(step, 're-check-question', { kind: 'creditor', id: creditorId });
}

export function answerRecheck(step: Step, { creditorId, paying }: CommandOf<'answer-re-check'>['data']): void {
  const { state } = step;
  done(step, 're-check-answer', { creditorId });
  done(step, 're-check-reminder', { creditorId });
  state.answers[creditorId] = paying ? 'paying' : 'not-paying';
  say(step, 're-check-answered', { creditorId, paying });
  if (!paying) return state.revisits < state.policy.maxRevisits ? revisit(step) : leaveToLeader(step);
  const answers = Object.values(state.answers);
  if (answers.every((answer) => answer === 'paying')) endCase(step, 'recovered');
  else if (answers.every((answer) => answer === 'paying' || answer === 'silent' || answer === 'not-paying')) leaveToLeader(step);
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
  state.undecided = false;
  if (decision === 'revisit') return revisit(step);
  if (decision === 'close') return endCase(step, Object.values(state.answers).includes('not-paying') ? 'not-recovered' : 'fed-back');
  drop(step, 're-check-answer', 're-check-reminder');
  for (const [creditorId, answer] of Object.entries(state.answers)) if (answer !== 'paying') ask(step, creditorId);
}

function leaveToLeader(step: Step): void {
  if (step.state.undecided) return;
  step.state.undecided = true;
  send(step, 'decision-needed', { kind: 'project-leader' });
}

/** A new visiting phase in the same case, with its own visits and its own feedback. */
function revisit(step: Step): void {
  const { state } = step;
  drop(step, 're-check-answer', 're-check-reminder');
  Object.assign(state, { cycle: state.cycle + 1, revisits: state.revisits + 1, ...nothingYet() } satisfies Partial<CaseState>);
  enter(step, 'visiting');
  say(step, 'revisit', { number: state.revisits });
  start(step, 'revisit');
  // Arrears that joined meanwhile are owed theirs sooner; one feedback serves all.
  if (runningDeadline(state, 'feedback') === undefined) start(step, 'feedback');
}
