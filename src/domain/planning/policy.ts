import { z } from 'zod';
import { caseResults, codesOf, creditorKinds } from '../codes.ts';
import { termSchema } from '../time/terms.ts';

/** The owner of a deadline: the role that is warned and whose list shows it. */
export const ownerSchema = z.enum(['desk', 'caseworker', 'creditor', 'project-leader', 'privacy-officer', 'system']);
export type Owner = z.infer<typeof ownerSchema>;

/** How long something may take, who owns it, and when the owner is warned. */
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
  're-check-decision',
  'revisit',
  'before-end-of-supply',
  'before-eviction',
  'avg-request',
  'complaint',
] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** Age of the arrears in days on the cut-off day, both ends included; `to` null: however old. */
export const daysWindowSchema = z.object({ from: z.int().min(0), to: z.int().nullable() });
export type DaysWindow = z.infer<typeof daysWindowSchema>;

/** Rules by which a closed round's signals become cases (process: matching). */
export const matchPolicySchema = z.object({
  minSignals: z.int().min(1),
  /** For kinds of creditor, and of an agreement, there may be others. */
  arrearsAgeDays: daysWindowSchema,
  privateOnly: z.boolean(),
  minimumAmountCents: z.int().min(0),
  /** What is other for a kind of creditor; what is not said is as for all. */
  byKind: z.partialRecord(z.enum(codesOf(creditorKinds)), z.object({ arrearsAgeDays: daysWindowSchema.optional(), minimumAmountCents: z.int().min(0).optional() })).optional(),
  /** The most new cases that one round may give a municipality; the highest totals go first. */
  capacity: z.int().min(0).nullable(),
  /** Who confirms the match list before cases go on. */
  confirmation: z.enum(['person', 'automatic']),
});
export type MatchPolicy = z.infer<typeof matchPolicySchema>;

const workingDays = (amount: number) => ({ unit: 'workingDays' as const, amount });
const calendarDays = (amount: number) => ({ unit: 'calendarDays' as const, amount });
const months = (amount: number) => ({ unit: 'months' as const, amount });

/** Of kinds that came after policies were stored: a version of before has these. */
const laterRules = {
  're-check-decision': { term: workingDays(5), warnWorkingDays: 1, owner: 'project-leader' },
  // So long before that day; there are at least 20 working days between the signal and an end of supply.
  'before-end-of-supply': { term: workingDays(10), warnWorkingDays: 3, owner: 'caseworker' },
  'before-eviction': { term: workingDays(5), warnWorkingDays: 2, owner: 'caseworker' },
  // Six weeks (Awb art. 9:11): a term of statute, so one that ends on a closed day runs on to the next working day.
  complaint: { term: { unit: 'calendarDays', amount: 42, extendToWorkingDay: true }, warnWorkingDays: 10, owner: 'project-leader' },
} as const satisfies Partial<Record<DeadlineKind, DeadlineRule>>;

const rulesSchema = z.preprocess((stored) => (typeof stored === 'object' && stored !== null ? { ...laterRules, ...stored } : stored), z.record(z.enum(deadlineKinds), deadlineRuleSchema));

/** Its term counts back from the day that a signal gives. */
export const countsBack = (kind: DeadlineKind): boolean => kind === 'before-end-of-supply' || kind === 'before-eviction';

/** The rule of a kind, also in a policy that a case took along from before there was such a kind. */
export function deadlineRuleOf({ deadlines }: { deadlines: Partial<Record<DeadlineKind, DeadlineRule>> }, kind: DeadlineKind): DeadlineRule {
  const rule = deadlines[kind] ?? (laterRules as Partial<Record<DeadlineKind, DeadlineRule>>)[kind];
  if (rule === undefined) throw new RangeError(`the policy has no rule for ${kind}`);
  return rule;
}

/** The rules that a case runs under: one dated version, which the case keeps unless it is moved on purpose. */
export const casePolicySchema = z.object({
  version: z.string().min(1),
  maxVisits: z.int().min(1),
  maxRevisits: z.int().min(0),
  /** Which feedback is followed by a re-check: of every visited case, only where a plan was made, or never. */
  recheckAfter: z.enum(['visited', 'plan', 'never']),
  /** How long a triage decision for many cases at once can be undone, in minutes. */
  undoMinutes: z.int().min(0),
  deadlines: rulesSchema,
});
export type CasePolicy = z.infer<typeof casePolicySchema>;

/** How long the personal data of a case is kept after it closed (bewaartermijn). */
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
  /** Versions from before there was retention have the default. */
  retention: retentionPolicySchema.default(defaultRetention),
});
export type Policy = z.infer<typeof policySchema>;

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
    ...laterRules,
    revisit: { term: calendarDays(14), warnWorkingDays: 2, owner: 'caseworker' },
    'avg-request': { term: months(1), warnWorkingDays: 10, owner: 'privacy-officer' },
  },
};

/** From 30 days on, however old (arrears of rent, energy and water). */
const noMaximum = { arrearsAgeDays: { from: 30, to: null } };

/**
 * What a new municipality starts with: the rules that are newer than the plan for Twente. An offer on every signal (2021), the
 * national covenant's windows (November 2022), and for own contributions to the CAK €100 and five months.
 */
export const nationalMatchPolicy: MatchPolicy = {
  ...twentePolicy.match,
  minSignals: 1,
  byKind: {
    rent: noMaximum,
    energy: noMaximum,
    water: noMaximum,
    health: { arrearsAgeDays: { from: 30, to: 100 } },
    'cak-contribution': { arrearsAgeDays: { from: 150, to: null }, minimumAmountCents: 10_000 },
  },
};
