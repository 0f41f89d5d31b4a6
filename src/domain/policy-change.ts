/** A new version of a policy, told as what is other than in the version that holds now. Pure. */
import { z } from 'zod';
import { casePolicySchema, deadlineKinds, deadlineRuleSchema, matchPolicySchema, policySchema, retentionPolicySchema, type Policy } from './policy.ts';
import { termSchema } from './terms.ts';

/** Longer than any agreement or law asks, and short enough for the years that the calendar knows. */
const LONGEST: Record<z.infer<typeof termSchema>['unit'], number> = { workingDays: 500, calendarDays: 730, months: 24 };

const term = termSchema.refine(({ unit, amount }) => amount <= LONGEST[unit], { params: { rule: 'longest' }, error: 'Deze termijn is te lang: ten hoogste 500 werkdagen, 730 dagen of 24 maanden.' });
const rule = z.strictObject({ term, warnWorkingDays: z.int().min(0).max(100).nullable(), owner: deadlineRuleSchema.shape.owner }).partial();
const ageDays = matchPolicySchema.shape.arrearsAgeDays.refine(({ from, to }) => from <= to, { params: { rule: 'order' }, error: 'De laagste leeftijd is hoger dan de hoogste.' });

/** What is not given stays as it is. */
export const policyPatchSchema = z
  .strictObject({
    ...casePolicySchema.omit({ version: true, deadlines: true }).shape,
    suspensionDays: policySchema.shape.suspensionDays,
    match: z.strictObject({ ...matchPolicySchema.shape, arrearsAgeDays: ageDays }).partial(),
    deadlines: z.partialRecord(z.enum(deadlineKinds), rule),
    retention: z.strictObject(retentionPolicySchema.shape).partial(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { params: { rule: 'change' }, error: 'Noem ten minste één ding dat verandert.' });
export type PolicyPatch = z.infer<typeof policyPatchSchema>;

/** The version that follows from `current` and what changes. */
export function policyAfter(current: Policy, version: string, { match = {}, deadlines = {}, retention = {}, ...patch }: PolicyPatch): Policy {
  const rules = Object.fromEntries(deadlineKinds.map((kind) => [kind, { ...current.deadlines[kind], ...deadlines[kind] }]));
  return policySchema.parse({ ...current, ...patch, version, match: { ...current.match, ...match }, deadlines: rules, retention: { ...current.retention, ...retention } });
}
