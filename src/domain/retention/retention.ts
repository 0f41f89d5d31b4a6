/**
 * When the personal data of a case must be deleted: it is kept no longer than its purpose needs (AVG art. 5(1)(e), storage
 * limitation). The terms are policy; those of the version that the case ran under count.
 */
import type { Ending } from '../case/state.ts';
import type { CaseResult } from '../codes.ts';
import { addDays, addMonths, localDate, type Instant, type LocalDate } from '../time/dates.ts';
import type { RetentionPolicy } from '../planning/policy.ts';

/** Which term counts: that of its result, with help, without help, or of a signal that led to no case. */
export const retentionRules = ['with-help', 'without-help', 'by-result', 'no-case'] as const;
export type RetentionRule = (typeof retentionRules)[number];

/** A closed case; one that was reopened counts from its last closing. */
export interface ClosedCase {
  closedAt: Instant;
  /** Null when it never counted as a case. */
  matchedAt: Instant | null;
  ending: Ending | null;
  result: CaseResult | null;
  /** Whether a plan was ever made in it. */
  helped: boolean;
}

export interface Retention {
  rule: RetentionRule;
  /** The first local day (Europe/Amsterdam) on which it may be anonymised: the day after the last day of its term. */
  dueOn: LocalDate;
}

/** @throws RangeError when a date falls outside 1990–2100 */
export function retentionOf(closed: ClosedCase, policy: RetentionPolicy): Retention {
  const { result } = closed;
  if (!isCase(closed)) return { rule: 'no-case', dueOn: noCaseDueOn(closed.closedAt, policy) };
  const ofResult = result === null ? undefined : policy.monthsByResult[result];
  if (ofResult !== undefined) return { rule: 'by-result', dueOn: dueAfterMonths(closed.closedAt, ofResult) };
  if (closed.helped) return { rule: 'with-help', dueOn: dueAfterMonths(closed.closedAt, policy.withHelpMonths) };
  return { rule: 'without-help', dueOn: dueAfterMonths(closed.closedAt, policy.withoutHelpMonths) };
}

/** A candidate counts as a case from its match, or a crisis, on; one that dropped out never was one. */
const isCase = ({ matchedAt, ending }: Pick<ClosedCase, 'matchedAt' | 'ending'>): boolean => matchedAt !== null && ending !== 'drop-out';

/** The term of a signal that led to no case, from the day of the decision, and of a refused row. */
export const noCaseDueOn = (decidedAt: Instant, { noCaseDays }: RetentionPolicy): LocalDate => addDays(localDate(decidedAt), noCaseDays + 1);

/** The term of a complaint that is about no case: as a case without help. */
export const complaintDueOn = (endedAt: Instant, { withoutHelpMonths }: RetentionPolicy): LocalDate => dueAfterMonths(endedAt, withoutHelpMonths);

const dueAfterMonths = (closedAt: Instant, months: number): LocalDate => addDays(addMonths(localDate(closedAt), months), 1);

/** The shortest term of a policy in days: nothing younger has to be looked at. */
export function shortestDays(policies: readonly RetentionPolicy[]): number {
  const months = (n: number) => n * 28;
  return Math.min(730, ...policies.flatMap((p) => [p.noCaseDays, months(p.withHelpMonths), months(p.withoutHelpMonths), ...Object.values(p.monthsByResult).map(months)]));
}
