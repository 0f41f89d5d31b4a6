/** Visits: up to the policy's maximum, each next one under its own deadline, until the resident is reached or it ends. */
import type { CaseResult } from '../codes.ts';
import type { AttemptData, CommandOf, Outcome } from '../commands.ts';
import { startOfDay } from '../dates.ts';
import { done, drop, enter, say, send, start, takeBack, type Step } from './step.ts';
import { correctableAttempt, isVisit, visitsMade, type Attempt } from './state.ts';

const attemptDeadlines = ['first-visit', 'next-visit', 'revisit'] as const;

const resultsOfOutcome: Partial<Record<Outcome, CaseResult>> = {
  refused: 'wants-no-help',
  'wants-no-help': 'wants-no-help',
  moved: 'not-a-resident',
  deceased: 'deceased',
};

export function recordAttempt(step: Step, data: AttemptData): void {
  const attempt: Attempt = { ...data, id: step.cause, cycle: step.state.cycle, recordedAt: step.at };
  step.state.attempts.push(attempt);
  step.state.correctableId = attempt.id;
  say(step, 'attempt', { ...data, partOfDay: data.partOfDay ?? null, visit: isVisit(attempt) ? visitsMade(step.state) : null });
  follow(step, attempt);
}

export function recordCallback(step: Step, { date }: CommandOf<'record-callback'>['data']): void {
  say(step, 'callback', { date });
  drop(step, ...attemptDeadlines, 're-check');
  if (step.state.phase === 'monitoring') start(step, 'feedback');
  Object.assign(step.state, { result: null, planId: null, visitsStopped: false } satisfies Partial<typeof step.state>);
  toPlanning(step);
}

/** The wrong outcome is taken back with all it did; the right one counts from the day of the attempt. */
export function correctAttempt(step: Step, data: AttemptData): void {
  const attempt = correctableAttempt(step.state);
  if (attempt === null) return;
  say(step, 'attempt-corrected', { from: attempt.outcome, to: data.outcome });
  takeBack(step, attempt.id);
  Object.assign(step.state, { phase: 'visiting', result: null, visitsStopped: false } satisfies Partial<typeof step.state>);
  Object.assign(attempt, data);
  follow({ ...step, cause: attempt.id, at: attempt.recordedAt }, attempt);
}

export function resumeVisits(step: Step): void {
  step.state.visitsStopped = false;
  say(step, 'visits-resumed');
  start(step, 'next-visit');
}

export function endVisits(step: Step): void {
  say(step, 'visits-ended');
  toFeedback(step, 'never-reached');
}

export function planAppointment(step: Step, { date, partOfDay, place }: CommandOf<'plan-appointment'>['data']): void {
  say(step, 'appointment', { date, partOfDay, place });
}

/** What an attempt leads to. */
function follow(step: Step, attempt: Attempt): void {
  if (isVisit(attempt)) for (const kind of attemptDeadlines) done(step, kind);
  switch (attempt.outcome) {
    case 'reached':
      drop(step, ...attemptDeadlines);
      return toPlanning(step, attempt.date);
    case 'nobody-home':
      return isVisit(attempt) ? nobodyHome(step, attempt) : undefined;
    case 'unsafe':
      drop(step, ...attemptDeadlines);
      step.state.visitsStopped = true;
      return send(step, 'visits-stopped', { kind: 'desk' });
    case 'refused':
    case 'wants-no-help':
    case 'moved':
    case 'deceased':
      return toFeedback(step, resultsOfOutcome[attempt.outcome] ?? null);
  }
}

function nobodyHome(step: Step, attempt: Attempt): void {
  const made = visitsMade(step.state);
  if (made === 1) say(step, 'flyer-left', { date: attempt.date });
  if (made >= step.state.policy.maxVisits) toFeedback(step, 'never-reached');
  else start(step, 'next-visit', startOfDay(attempt.date));
}

function toPlanning(step: Step, from?: string): void {
  enter(step, 'planning');
  start(step, 'plan', from === undefined ? step.at : startOfDay(from));
}

function toFeedback(step: Step, result: CaseResult | null): void {
  drop(step, ...attemptDeadlines);
  step.state.visitsStopped = false;
  step.state.result = result;
  enter(step, 'feedback');
}
