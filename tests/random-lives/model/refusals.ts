/** What a case does not take: by role, phase and circumstances, and by what the command says. */
import type { AttemptData, Command, DataOf } from '../../../src/domain/case/commands.ts';
import type { Action } from '../../../src/domain/case/lifecycle.ts';
import { dayAt, plus } from './days.ts';
import { runs } from './deadline.ts';
import { have } from './feedback.ts';
import { attemptOf, deadlineOf, isFresh, isReady, isVisit, untouched, visits, waiting, type Life, type ModelAttempt } from './life.ts';
import { objection } from './possible.ts';

/** As many visits as there may be in that visiting phase, and this the last of them. */
function endedVisits(life: Life, attempt: ModelAttempt): boolean {
  const made = life.attempts.filter((one) => one.round === attempt.round && !one.again && isVisit(one));
  return made.at(-1) === attempt && made.length >= life.policy.maxVisits;
}

const LONG_AGO_DAYS = 31;
const FAR_DAYS = 731;

/** Why the case does not take this now: a code, or the rule that the data breaks. */
export function refuses(life: Life, { action, actor, data }: Command): string | null {
  const why = objection(life, action, actor.role);
  if (why === 'wrong-role') return why;
  if (action === 'record-attempt' && isKnown(life, data)) return 'twice';
  const rule = breaks[action] as ((life: Life, data: unknown) => string | null) | undefined;
  return why ?? atTheDoor(life, action, data as { kind?: string; place?: string }, actor.role) ?? rule?.(life, data) ?? null;
}

/** Where it was not safe, nobody goes to the door unless the desk says so. */
function atTheDoor(life: Life, action: Action, { kind, place }: { kind?: string; place?: string }, role: string): string | null {
  if (!life.visitsStopped) return null;
  if (action === 'plan-appointment') return place === 'door' && role === 'caseworker' ? 'not-now' : null;
  return action === 'record-attempt' && (kind === 'visit' || (place === 'door' && life.meetingAt !== 'door')) ? 'not-now' : null;
}

const past = (life: Life, date: string) => {
  const today = dayAt(life.now);
  if (date > today) return 'not-future';
  return date < plus(today, -LONG_AGO_DAYS) ? 'not-too-old' : null;
};
/** The same kind of attempt on the same part of the same day, and nobody says that it was another. */
const isKnown = (life: Life, { another, kind, date, partOfDay }: DataOf<'record-attempt'>) =>
  another !== true && life.attempts.some((attempt) => attempt.kind === kind && attempt.date === date && attempt.partOfDay === partOfDay);
const attempted = (life: Life, data: AttemptData) => (isVisit(data) && data.partOfDay === undefined ? 'required' : past(life, data.date));

/** The last visit was made, nobody was met, and creditors are to hear so. */
const hasVisitedEnough = (life: Life) => (life.phase === 'feedback' || (life.phase === 'visiting' && life.visitsStopped)) && visits(life) >= life.policy.maxVisits && !life.attempts.some(({ round, outcome }) => round === life.round && outcome === 'reached');

function correction(life: Life, { attemptId, ...data }: DataOf<'correct-attempt'>): string | null {
  const found = attemptOf(life, attemptId);
  if (found === undefined) return 'exists';
  if (found.again) return null;
  if (!isFresh(life, found)) return found.outcome === data.outcome && isVisit(found) === isVisit(data) ? null : 'followed';
  if (found !== life.attempts.at(-1) && data.outcome !== 'nobody-home') return 'followed';
  return !isVisit(found) && isVisit(data) && visits(life) >= life.policy.maxVisits ? 'max-visits' : null;
}

const breaks: { [A in Action]?: (life: Life, data: DataOf<A>) => string | null } = {
  'record-attempt': (life, data) => {
    return attempted(life, data) ?? (isVisit(data) && hasVisitedEnough(life) ? 'max-visits' : null);
  },
  'correct-attempt': (life, data) => attempted(life, data) ?? correction(life, data),
  'take-back-attempt': (life, { attemptId }) => {
    const found = attemptOf(life, attemptId);
    if (found === undefined) return 'exists';
    return found.again || isFresh(life, found) || (found.outcome === 'nobody-home' && !endedVisits(life, found)) ? null : 'followed';
  },
  'record-callback': (life, { date }) => past(life, date),
  'record-first-talk': (life, { date }) => past(life, date),
  'complete-plan': (life, { date, referred, problematicDebts }) => (date === undefined ? null : past(life, date)) ?? (referred === true && !problematicDebts ? 'debts' : null),
  'end-planning': (life, { date }) => (date === undefined ? null : past(life, date)),
  'record-problematic-debts': (life, { date }) => (date === undefined ? null : past(life, date)),
  refer: (life, { date }) => (date === undefined ? null : past(life, date)),
  'offer-hand-over': (life, { date }) => (date === undefined ? null : past(life, date)),
  'confirm-hand-over': (life, { date }) => (date === undefined ? null : past(life, date)),
  'plan-appointment': (life, { date, time }) => (date < dayAt(life.now) ? 'not-past' : time === undefined ? 'required' : hasVisitedEnough(life) ? 'max-visits' : null),
  'extend-deadline': (life, { deadlineId, dueOn }) => {
    const d = deadlineOf(life, deadlineId);
    if (d === undefined || !runs(d)) return 'running';
    if (dueOn <= d.due) return 'later';
    if (dueOn < dayAt(life.now)) return 'not-past';
    if (d.ends !== null && dueOn > d.ends) return 'before-day';
    return dueOn > plus(dayAt(life.now), FAR_DAYS) ? 'not-too-far' : null;
  },
  'resume-visits': (life) => (life.phase !== 'visiting' || visits(life) < life.policy.maxVisits ? null : 'max-visits'),
  'mark-covered': (life, { signalId }) => (waiting(life).some(({ id, late }) => id === signalId && late !== null) ? (life.planned ? null : 'plan') : 'joined-late'),
  'withdraw-day': (life, { signalId }) => (life.signals.some(({ id, state, threat }) => id === signalId && state === 'in-case' && threat !== null) ? null : 'day'),
  'send-feedback': (life, { creditorIds }) => {
    const untold = waiting(life).filter((signal) => !isReady(life, signal));
    if (untold.length === 0) return 'held';
    const told = untold.filter(({ creditor }) => creditorIds?.includes(creditor) ?? true);
    if (creditorIds?.some((id) => !told.some(({ creditor }) => creditor === id)) === true) return 'owed';
    return told.some((signal) => untouched(life, signal)) ? 'work-first' : null;
  },
  'correct-feedback': (life, { corrects, creditorIds }) => {
    const had = have(life, corrects ?? life.lastFeedback ?? '').map(({ creditor }) => creditor);
    if (had.length === 0) return 'exists';
    return creditorIds === undefined || creditorIds.every((id) => had.includes(id)) ? null : 'had';
  },
  'answer-re-check': (life, { creditorId, paying, answer }) => {
    if (life.no === null) return life.answers.has(creditorId) ? null : 'asked';
    if (life.no.creditor !== creditorId) return 'own-answer';
    return answer === 'not-paying' || paying === false ? 'changed' : null;
  },
  'decide-re-check': (life, { decision }) => {
    if (decision === 'revisit' && life.revisits >= life.policy.maxRevisits) return 'max-revisits';
    return decision === 'close' && waiting(life).length > 0 ? 'feedback-first' : null;
  },
  close: (life, { signalIds }) => {
    const others = life.signals.filter(({ id }) => signalIds?.includes(id) === false);
    return others.some(({ state }) => state === 'in-case' || (state === 'pending' && life.phase === 'candidate')) ? 'others' : null;
  },
  reopen: (life, { to }) => {
    if (to !== 'as-it-stood') return life.ending === 'drop-out' && !life.signals.some((s) => s.state !== 'dropped' || s.takable) ? 'signals' : null;
    if (life.stood?.was.phase === 'candidate') return 'candidate';
    return life.signals.some(({ state }) => state === 'in-case') ? null : 'signals';
  },
};
