/**
 * A deadline outside a case: that of a round's match result, of a request under the AVG or of a complaint. Its owner is warned before its end; when
 * its last day is over, the owner and the project leader are told.
 */
import { replanId } from '../case/replan.ts';
import type { Recipient } from '../case/step.ts';
import type { DeadlineRule } from '../planning/policy.ts';
import { replanned } from '../planning/replan.ts';
import { calendarOf, type ClosedDay } from '../time/calendar.ts';
import type { Instant } from '../time/dates.ts';
import { isBefore, momentOf, passMoment, type Because, type Deadline, type Moment } from './deadline.ts';

export interface DeadlineMail {
  template: 'deadline-warning' | 'deadline-breach';
  to: Recipient;
}

/** Handles the deadline's moment; returns the mail about it. */
export function meetMoment(moment: Moment, owner: Recipient): DeadlineMail[] {
  passMoment(moment, moment.at);
  if (moment.kind === 'warn') return [{ template: 'deadline-warning', to: owner }];
  const told: Recipient[] = owner.kind === 'project-leader' ? [owner] : [owner, { kind: 'project-leader' }];
  return told.map((to) => ({ template: 'deadline-breach', to }));
}

interface Replan {
  changeId: string;
  because: Because;
  closedDays: ClosedDay[];
  rule: DeadlineRule;
  at: Instant;
}

/** Plans it anew for a changed calendar or policy. Moments that are now in the past happen at once; their mail is returned. */
export function replanLone(deadline: Deadline, { changeId, because, closedDays, rule, at }: Replan, owner: Recipient): DeadlineMail[] {
  const next = replanned(deadline, rule, calendarOf(closedDays), { at, by: replanId(changeId), because });
  delete deadline.moot;
  Object.assign(deadline, next);
  const moment = momentOf(deadline);
  return moment === null || isBefore(at, moment.at) ? [] : meetMoment({ ...moment, at }, owner);
}
