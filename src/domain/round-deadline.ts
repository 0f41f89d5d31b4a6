/** The term for the match result of a round: told to the desk when it nears its end, and to the project leader when it is over. */
import { calendarOf } from './calendar.ts';
import { replanId } from './case/replan.ts';
import type { Recipient } from './case/step.ts';
import type { Instant } from './dates.ts';
import { breach, isBefore, momentOf, startDeadline, type Deadline, type Moment } from './deadline.ts';
import type { DeadlineRule } from './policy.ts';
import { replanned } from './replan.ts';
import type { RoundReplanIn, RoundRules } from './round.ts';

export interface RoundMail {
  template: 'deadline-warning' | 'deadline-breach';
  to: Recipient;
}

export function startMatchResult(roundId: string, closedAt: Instant, { matchResult, closedDays }: RoundRules): Deadline {
  const calendar = calendarOf(closedDays);
  return startDeadline({ id: `${roundId}.match-result`, kind: 'match-result', rule: matchResult, from: closedAt, by: 'round-closed' }, calendar);
}

/** The deadline by a changed calendar or policy, and what brought it into the past: that happens now. */
export function replanMatchResult(deadline: Deadline, { changeId, because, closedDays }: RoundReplanIn, rule: DeadlineRule, at: Instant): RoundMail[] {
  const next = replanned(deadline, rule, calendarOf(closedDays), { at, by: replanId(changeId), because });
  delete deadline.moot;
  Object.assign(deadline, next);
  const moment = momentOf(deadline);
  return moment === null || isBefore(at, moment.at) ? [] : meetMoment({ ...moment, at });
}

/** Changes the deadline by what its moment brings; returns the mail of that. */
export function meetMoment({ deadline, kind, at }: Moment): RoundMail[] {
  if (kind === 'breach') {
    breach(deadline, at);
    return [
      { template: 'deadline-breach', to: { kind: 'desk' } },
      { template: 'deadline-breach', to: { kind: 'project-leader' } },
    ];
  }
  deadline.warnsAt = null;
  return [{ template: 'deadline-warning', to: { kind: 'desk' } }];
}
