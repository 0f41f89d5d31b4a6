/** Visits: up to the policy's maximum, each next one under its own deadline, until the resident is reached or it ends. */
import { partOfDayAt, type CaseResult } from '../../codes.ts';
import type { AttemptData, CommandOf, Outcome } from '../commands.ts';
import { startOfDay, type LocalDate } from '../../time/dates.ts';
import { undoFeedback } from '../feedback/holding-feedback.ts';
import { oweAll } from '../feedback/owing.ts';
import { hasRules } from '../rules.ts';
import { doneForAll, drop, enter, say, send, start, type Step } from '../step.ts';
import { judgeOffers, offerByCall } from '../signals/threats.ts';
import { beginningAnew, isVisit, runningDeadline, visitsMade, type Attempt, type CaseState } from '../state.ts';

export const attemptDeadlines = ['first-visit', 'next-visit', 'revisit'] as const;

const resultsOfOutcome: Partial<Record<Outcome, CaseResult>> = {
  refused: 'wants-no-help',
  'wants-no-help': 'wants-no-help',
  moved: 'not-a-resident',
  deceased: 'deceased',
};

export function recordAttempt(step: Step, given: AttemptData): void {
  const { state } = step;
  const { phase } = state;
  const data = { ...attemptOf(given), ...metAt(step, given) };
  const attempt: Attempt = { ...data, id: step.cause, cycle: state.cycle, recordedAt: step.at, ...(phase === 'visiting' ? {} : { during: phase }), ...(hasRules(state, 1) ? { by: step.actor.id, before: beforeIt(state) } : {}) };
  state.attempts.push(attempt);
  if (isVisit(attempt)) delete state.appointment;
  state.correctableId = attempt.id;
  say(step, 'attempt', { ...data, partOfDay: data.partOfDay ?? null, visit: isVisit(attempt) && phase === 'visiting' ? visitsMade(state) : null });
  judgeOffers(step);
  if (phase !== 'visiting') return meetAgain(step, attempt);
  if (hasRules(state, 1)) warnOfOnePart(step, attempt);
  follow(step, attempt);
}

/** The attempt's own fields, without those that only the command has. */
export const attemptOf = ({ kind, outcome, date, partOfDay, place }: AttemptData): AttemptData => ({ kind, outcome, date, ...(partOfDay === undefined ? {} : { partOfDay }), ...(place === undefined ? {} : { place }) });

const beforeIt = ({ deadlines, problematicDebts, urgent }: CaseState) => ({ deadlines: deadlines.length, problematicDebts, urgent });

/** Warns of a third visit in the same part of the day: who is never at home then is not reached by it. */
const VISITS_OF_ONE_PART = 3;

export function warnOfOnePart(step: Step, { partOfDay }: Attempt): void {
  const { attempts, cycle } = step.state;
  const visits = attempts.filter((attempt) => attempt.cycle === cycle && isVisit(attempt) && attempt.during === undefined && attempt.partOfDay === partOfDay);
  if (partOfDay === undefined || visits.length < VISITS_OF_ONE_PART) return;
  say(step, 'same-part-of-day', { partOfDay, visits: visits.length });
}

/** An appointment was kept or missed where it was made to be. */
function metAt({ state: { appointment } }: Step, { kind, date, place }: AttemptData): Pick<AttemptData, 'place'> {
  return kind === 'appointment' && place === undefined && appointment?.date === date ? { place: appointment.place } : {};
}

export function recordCallback(step: Step, { date }: CommandOf<'record-callback'>['data']): void {
  say(step, 'callback', { date });
  undoFeedback(step);
  offerByCall(step, date);
  drop(step, ...attemptDeadlines, 're-check', 're-check-answer', 're-check-reminder', 're-check-decision');
  if (runningDeadline(step.state, 'feedback') === undefined) start(step, 'feedback');
  const { planId, problematicDebts, urgent } = step.state;
  if (hasRules(step.state, 1)) oweAll(step.state);
  // The existing plan holds until a new one is made.
  Object.assign(step.state, { ...beginningAnew(step.state), ...(hasRules(step.state, 1) ? { planId, problematicDebts, urgent } : {}) } satisfies Partial<typeof step.state>);
  toPlanning(step, date);
}

export function resumeVisits(step: Step): void {
  step.state.visitsStopped = false;
  delete step.state.unsafeBy;
  say(step, 'visits-resumed');
  if (step.state.phase === 'visiting') start(step, 'next-visit');
}

export function endVisits(step: Step): void {
  say(step, 'visits-ended');
  toFeedback(step, 'never-reached');
}

export function planAppointment(step: Step, { date, time, partOfDay, place, caseworkerId }: CommandOf<'plan-appointment'>['data']): void {
  const { state, actor } = step;
  if (time === undefined) return say(step, 'appointment', { date, partOfDay: partOfDay ?? 'morning', place });
  state.appointment = { date, place };
  const term = state.phase === 'visiting' ? attemptDeadlines.map((kind) => runningDeadline(state, kind)).find((d) => d !== undefined && d.dueOn < date) : undefined;
  say(step, 'appointment', { date, time, partOfDay: partOfDayAt(time), place, caseworkerId: caseworkerId ?? state.caseworkerId ?? actor.id, ...(term === undefined ? {} : { afterDueOn: term.dueOn }) });
}

/** What an attempt leads to. */
export function follow(step: Step, attempt: Attempt): void {
  if (isVisit(attempt)) for (const kind of attemptDeadlines) doneForAll(step, kind, attempt.date);
  switch (attempt.outcome) {
    case 'reached':
      drop(step, ...attemptDeadlines);
      return toPlanning(step, attempt.date);
    case 'nobody-home':
      return isVisit(attempt) ? nobodyHome(step, attempt) : undefined;
    case 'unsafe':
      drop(step, ...attemptDeadlines);
      return stopVisits(step, attempt);
    case 'refused':
    case 'wants-no-help':
    case 'moved':
    case 'deceased':
      return toFeedback(step, resultsOfOutcome[attempt.outcome] ?? null);
    case 'moved-within':
      send(step, 'moved-within', { kind: 'desk' });
      return toFeedback(step, 'not-taken-up-other');
  }
}

/** A contact after the first talk: it counts for arrears that joined later and for an unsafe address, and moves nothing else. */
function meetAgain(step: Step, attempt: Attempt): void {
  if (isVisit(attempt)) meetLate(step, attempt);
  if (attempt.outcome === 'unsafe') stopVisits(step, attempt);
}

export const meetLate = (step: Step, { date }: Attempt): void => doneForAll(step, 'first-visit', date);

export function stopVisits(step: Step, { id }: Attempt): void {
  step.state.visitsStopped = true;
  if (hasRules(step.state, 1)) step.state.unsafeBy = id;
  send(step, 'visits-stopped', { kind: 'desk' });
}

function nobodyHome(step: Step, attempt: Attempt): void {
  const made = visitsMade(step.state);
  if (leavesFlyer(step.state, attempt, made)) say(step, 'flyer-left', { date: attempt.date });
  if (made >= step.state.policy.maxVisits) toFeedback(step, 'never-reached');
  // Where it is not safe, the desk decides whether there is a next one.
  else if (!(hasRules(step.state, 1) && step.state.visitsStopped)) start(step, 'next-visit', startOfDay(latestVisit(step.state)));
}

const isAtDoor = ({ kind, place }: Attempt): boolean => kind === 'visit' || place === 'door';

/** The first time that nobody opens the door; who does not come to the town hall finds none there. Before 0.3 at the first visit of any kind. */
function leavesFlyer({ attempts, cycle, ...state }: CaseState, attempt: Attempt, made: number): boolean {
  if (!hasRules(state, 1)) return made === 1;
  const left = attempts.filter((one) => one.id !== attempt.id && one.cycle === cycle && one.outcome === 'nobody-home' && isAtDoor(one) && one.during === undefined);
  return isAtDoor(attempt) && left.length === 0;
}

/** A visit may be recorded after a later one. */
function latestVisit(state: CaseState): LocalDate {
  const dates = state.attempts.filter((attempt) => attempt.cycle === state.cycle && isVisit(attempt) && attempt.during === undefined).map((attempt) => attempt.date);
  return dates.sort().at(-1) ?? '';
}

function toPlanning(step: Step, from?: string): void {
  enter(step, 'planning');
  start(step, 'plan', from === undefined ? step.at : startOfDay(from));
}

function toFeedback(step: Step, result: CaseResult | null): void {
  drop(step, ...attemptDeadlines);
  if (!hasRules(step.state, 1)) step.state.visitsStopped = false;
  step.state.result = result;
  enter(step, 'feedback');
}
