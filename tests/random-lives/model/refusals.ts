/** What a case does not take: by role, phase and circumstances, and by what the command says. */
import type { AttemptData, Command, DataOf } from '../../../src/domain/commands.ts';
import type { Action } from '../../../src/domain/lifecycle.ts';
import { dayAt, plus } from './days.ts';
import { runs } from './deadline.ts';
import { deadlineOf, isVisit, visits, type Life } from './life.ts';
import { objection } from './possible.ts';

const LONG_AGO_DAYS = 31;
const FAR_DAYS = 731;

/** Why the case does not take this now: a code, or the rule that the data breaks. */
export function refuses(life: Life, { action, actor, data }: Command): string | null {
  const rule = breaks[action] as ((life: Life, data: unknown) => string | null) | undefined;
  return objection(life, action, actor.role) ?? rule?.(life, data) ?? null;
}

const past = (life: Life, date: string) => {
  const today = dayAt(life.now);
  if (date > today) return 'not-future';
  return date < plus(today, -LONG_AGO_DAYS) ? 'not-too-old' : null;
};
const attempted = (life: Life, data: AttemptData) => (isVisit(data) && data.partOfDay === undefined ? 'required' : past(life, data.date));

const breaks: { [A in Action]?: (life: Life, data: DataOf<A>) => string | null } = {
  'record-attempt': attempted,
  'correct-attempt': (life, data) => {
    const last = life.attempts.at(-1);
    const stays = life.fresh || (last?.outcome === data.outcome && isVisit(last) === isVisit(data));
    return attempted(life, data) ?? (stays ? null : 'followed');
  },
  'record-callback': (life, { date }) => past(life, date),
  'record-first-talk': (life, { date }) => past(life, date),
  'plan-appointment': (life, { date }) => (date < dayAt(life.now) ? 'not-past' : null),
  'extend-deadline': (life, { deadlineId, dueOn }) => {
    const d = deadlineOf(life, deadlineId);
    if (d === undefined || !runs(d)) return 'running';
    if (dueOn <= d.due) return 'later';
    return dueOn > plus(dayAt(life.now), FAR_DAYS) ? 'not-too-far' : null;
  },
  'resume-visits': (life) => (visits(life) < life.policy.maxVisits ? null : 'max-visits'),
  'answer-re-check': (life, { creditorId }) => (life.answers.has(creditorId) ? null : 'asked'),
  'decide-re-check': (life, { decision }) => (decision === 'revisit' && life.revisits >= life.policy.maxRevisits ? 'max-revisits' : null),
  reopen: (life) => (life.ending === 'drop-out' && !life.signals.some((s) => s.state !== 'dropped' || s.takable) ? 'signals' : null),
};
