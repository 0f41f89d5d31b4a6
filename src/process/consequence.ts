/** What happens when a deadline's last day is over, found by letting it happen to a case in which nothing else runs. */
import { nextInstant, passTime } from '../domain/case/life.ts';
import { newCase, type CaseState } from '../domain/case/state.ts';
import { newStep, start, type MailTemplate, type Recipient } from '../domain/case/step.ts';
import type { Instant } from '../domain/time/dates.ts';
import type { Phase } from '../domain/case/lifecycle.ts';
import type { DeadlineKind, Policy } from '../domain/planning/policy.ts';
import { deadlineStarts } from '../domain/process.ts';
import { meetMoment } from '../domain/deadlines/lone.ts';
import { avgOwner } from '../domain/rights/avg-request.ts';
import { complaintOwner } from '../domain/complaints/complaint.ts';
import { matchResultOwner } from '../domain/rounds/round-deadline.ts';
import { startDeadline } from '../domain/deadlines/deadline.ts';
import { calendarOf } from '../domain/time/calendar.ts';

export interface Consequence {
  mails: { template: MailTemplate; to: Recipient['kind'] }[];
  /** The phase to which the case goes; null when it stays in its phase. */
  to: Phase | null;
}

/** An arbitrary moment: the outcome does not depend on it. */
const AT: Instant = '2026-01-05T11:00:00Z';

/** Null for a deadline whose end has no consequence. */
export function consequenceOf(kind: DeadlineKind, policy: Policy): Consequence | null {
  const { phase } = deadlineStarts[kind];
  if (kind === 'match-result') return ofLone(kind, matchResultOwner, policy);
  if (kind === 'avg-request') return ofLone(kind, avgOwner, policy);
  if (kind === 'complaint') return ofLone(kind, complaintOwner, policy);
  return phase === null ? null : ofCase(kind, phase, policy);
}

function ofLone(kind: DeadlineKind, owner: Recipient, policy: Policy): Consequence {
  const deadline = startDeadline({ id: 'deadline', kind, rule: policy.deadlines[kind], from: AT, by: 'start' }, calendarOf());
  return { mails: meetMoment({ deadline, kind: 'breach', at: deadline.dueBefore }, owner).map(({ template, to }) => ({ template, to: to.kind })), to: null };
}

function ofCase(kind: DeadlineKind, phase: Phase, policy: Policy): Consequence | null {
  // Creditors are asked when the re-check is due, so their deadlines are waited for from there.
  let state = policy.deadlines[kind].owner === 'creditor' ? started('re-check', 'monitoring', policy) : started(kind, phase, policy);
  for (let at = nextInstant(state); at !== null; at = nextInstant(state)) {
    const step = passTime(state, at);
    if (step === null) return null;
    if (step.state.deadlines.some((deadline) => deadline.kind === kind && deadline.state !== 'open')) {
      return { mails: step.mails.map(({ template, to }) => ({ template, to: to.kind })), to: step.state.phase === state.phase ? null : step.state.phase };
    }
    state = step.state;
  }
  return null;
}

/** A case of one creditor in which nothing runs but this deadline. */
function started(kind: DeadlineKind, phase: Phase, policy: Policy): CaseState {
  const base = newCase({ caseId: 'case', gemeentecode: '', policy, closedDays: [] });
  const step = newStep({ ...base, phase, signals: [{ id: 'signal', creditorId: 'creditor', roundId: 'round', state: 'in-case', reason: null }] }, { id: 'start', at: AT });
  start(step, kind);
  return step.state;
}
