/** Visits: up to the policy's maximum, each next one under its own deadline, until the resident is reached or it ends. */
import type { CaseResult } from '../codes.ts';
import type { AttemptData, CommandOf, Outcome } from '../commands.ts';
import { startOfDay, type LocalDate } from '../dates.ts';
import { done, drop, enter, say, send, start, takeBack, type Step } from './step.ts';
import { isVisit, nothingYet, runningDeadline, visitsMade, type Attempt, type CaseState } from './state.ts';

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
  drop(step, ...attemptDeadlines, 're-check', 're-check-answer', 're-check-reminder');
  if (runningDeadline(step.state, 'feedback') === undefined) start(step, 'feedback');
  Object.assign(step.state, nothingYet());
  toPlanning(step, date);
}

/**
 * The last attempt was recorded wrongly. While nothing came after it, all it did is taken back and the right outcome counts
 * from the day of the attempt; later only the record is put right (`problemWith` refuses another outcome then).
 */
export function correctAttempt(step: Step, data: AttemptData): void {
  const { state } = step;
  const wrong = state.attempts.pop();
  if (wrong === undefined) return;
  const right: Attempt = { ...data, id: wrong.id, cycle: wrong.cycle, recordedAt: wrong.recordedAt };
  state.attempts.push(right);
  say(step, 'attempt-corrected', { from: wrong.outcome, to: data.outcome, kind: data.kind, date: data.date });
  if (state.correctableId !== wrong.id) return;
  takeBack(step, wrong.id);
  drop(step, 'referral', 'first-talk', 'first-talk-urgent');
  Object.assign(state, { ...nothingYet(), phase: 'visiting', correctableId: wrong.id } satisfies Partial<typeof state>);
  follow({ ...step, cause: wrong.id, at: wrong.recordedAt }, right);
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
  if (isVisit(attempt)) for (const kind of attemptDeadlines) done(step, kind, { on: attempt.date });
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
  else start(step, 'next-visit', startOfDay(latestVisit(step.state)));
}

/** A visit may be recorded after a later one. */
function latestVisit(state: CaseState): LocalDate {
  const dates = state.attempts.filter((attempt) => attempt.cycle === state.cycle && isVisit(attempt)).map((attempt) => attempt.date);
  return dates.sort().at(-1) ?? '';
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
