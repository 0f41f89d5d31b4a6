import { z } from 'zod';
import { caseResults, codesOf } from './codes.ts';
import { termSchema } from './terms.ts';

/** Who a deadline belongs to: the role that is warned and whose list shows it. */
export const ownerSchema = z.enum(['desk', 'caseworker', 'creditor', 'privacy-officer', 'system']);
export type Owner = z.infer<typeof ownerSchema>;

/** How long something may take, who minds it, and when its owner is warned. */
export const deadlineRuleSchema = z.object({
  term: termSchema,
  /** Working days before the due day, at 00:00 Europe/Amsterdam; 0 warns on the day itself, null never warns. */
  warnWorkingDays: z.int().min(0).nullable(),
  owner: ownerSchema,
});
export type DeadlineRule = z.infer<typeof deadlineRuleSchema>;

export const deadlineKinds = [
  'match-result',
  'triage',
  'first-visit',
  'next-visit',
  'plan',
  'referral',
  'first-talk',
  'first-talk-urgent',
  'hand-over',
  'feedback',
  're-check',
  're-check-answer',
  're-check-reminder',
  'revisit',
  'avg-request',
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** Rules by which a closed round's signals become cases (process: matching). */
export const matchPolicySchema = z.object({
  minSignals: z.int().min(1),
  /** Age of the arrears in days on the cut-off day, both ends included; an agreement may have its own window. */
  arrearsAgeDays: z.object({ from: z.int().min(0), to: z.int() }),
  privateOnly: z.boolean(),
  minimumAmountCents: z.int().min(0),
  /** The most new cases one round may bring to a municipality; the highest totals go first. */
  capacity: z.int().min(0).nullable(),
  /** Who confirms the match list before cases go on. */
  confirmation: z.enum(['person', 'automatic']),
});
export type MatchPolicy = z.infer<typeof matchPolicySchema>;

/** What a case workflow runs under; one dated version, kept by the case for its whole life. */
export const casePolicySchema = z.object({
  version: z.string().min(1),
  maxVisits: z.int().min(1),
  maxRevisits: z.int().min(0),
  /** Which feedback is followed by a re-check: of every visited case, only where a plan was made, or never. */
  recheckAfter: z.enum(['visited', 'plan', 'never']),
  /** How long a triage decision for many cases at once can be undone, in minutes. */
  undoMinutes: z.int().min(0),
  deadlines: z.record(z.enum(deadlineKinds), deadlineRuleSchema),
});
export type CasePolicy = z.infer<typeof casePolicySchema>;

/** How long what says who a case was about is kept after it closed (bewaartermijn). */
export const retentionPolicySchema = z.object({
  withHelpMonths: z.int().min(0).max(240),
  withoutHelpMonths: z.int().min(0).max(240),
  /** Of signals that led to no case. */
  noCaseDays: z.int().min(0).max(730),
  /** For results that have a term of their own, by their code; it counts whether help was accepted or not. */
  monthsByResult: z.partialRecord(z.enum(codesOf(caseResults)), z.int().min(0).max(240)),
});
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>;

const defaultRetention: RetentionPolicy = { withHelpMonths: 60, withoutHelpMonths: 12, noCaseDays: 42, monthsByResult: {} };

export const policySchema = casePolicySchema.extend({
  match: matchPolicySchema,
  /** Days that creditors go on suspending collection after the feedback when help was accepted. */
  suspensionDays: z.int().min(0),
  /** Versions of before retention have the default. */
  retention: retentionPolicySchema.default(defaultRetention),
});
export type Policy = z.infer<typeof policySchema>;

const workingDays = (amount: number) => ({ unit: 'workingDays' as const, amount });
const calendarDays = (amount: number) => ({ unit: 'calendarDays' as const, amount });
const months = (amount: number) => ({ unit: 'months' as const, amount });

/** The defaults of the plan for Twente; every one of them is configuration. */
export const twentePolicy: Policy = {
  version: 'twente-1',
  maxVisits: 3,
  maxRevisits: 2,
  recheckAfter: 'visited',
  undoMinutes: 10,
  suspensionDays: 30,
  retention: defaultRetention,
  match: {
    minSignals: 2,
    arrearsAgeDays: { from: 30, to: 100 },
    privateOnly: true,
    minimumAmountCents: 0,
    capacity: null,
    confirmation: 'person',
  },
  deadlines: {
    'match-result': { term: workingDays(2), warnWorkingDays: 1, owner: 'desk' },
    triage: { term: workingDays(5), warnWorkingDays: 1, owner: 'desk' },
    'first-visit': { term: calendarDays(14), warnWorkingDays: 2, owner: 'caseworker' },
    'next-visit': { term: workingDays(5), warnWorkingDays: 1, owner: 'caseworker' },
    plan: { term: workingDays(10), warnWorkingDays: 2, owner: 'caseworker' },
    referral: { term: workingDays(1), warnWorkingDays: 0, owner: 'caseworker' },
    'first-talk': { term: calendarDays(28), warnWorkingDays: 5, owner: 'desk' },
    'first-talk-urgent': { term: workingDays(3), warnWorkingDays: 1, owner: 'desk' },
    'hand-over': { term: workingDays(10), warnWorkingDays: 2, owner: 'caseworker' },
    feedback: { term: workingDays(28), warnWorkingDays: 5, owner: 'caseworker' },
    're-check': { term: months(6), warnWorkingDays: null, owner: 'system' },
    're-check-answer': { term: workingDays(10), warnWorkingDays: 2, owner: 'creditor' },
    're-check-reminder': { term: workingDays(5), warnWorkingDays: null, owner: 'creditor' },
    revisit: { term: calendarDays(14), warnWorkingDays: 2, owner: 'caseworker' },
    'avg-request': { term: months(1), warnWorkingDays: 10, owner: 'privacy-officer' },
  },
};
