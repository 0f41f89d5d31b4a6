/** A new version of a policy, given as its differences from the current version. Pure. */
import { z } from 'zod';
import { codesOf, creditorKinds } from '../codes.ts';
import { casePolicySchema, daysWindowSchema, deadlineKinds, deadlineRuleSchema, matchPolicySchema, policySchema, retentionPolicySchema, type Policy } from './policy.ts';
import { termSchema } from '../time/terms.ts';

/** Longer than any agreement or law requires, and short enough for the years of the calendar. */
const LONGEST: Record<z.infer<typeof termSchema>['unit'], number> = { workingDays: 500, calendarDays: 730, months: 24 };

const term = termSchema
  .refine(({ amount }) => amount >= 1, { params: { rule: 'shortest' }, error: 'Een termijn duurt ten minste één dag of maand: met 0 is alles meteen te laat.' })
  .refine(({ unit, amount }) => amount <= LONGEST[unit], { params: { rule: 'longest' }, error: 'Deze termijn is te lang: ten hoogste 500 werkdagen, 730 dagen of 24 maanden.' });
const rule = z.strictObject({ term, warnWorkingDays: z.int().min(0).max(100).nullable(), owner: deadlineRuleSchema.shape.owner }).partial();
const ageDays = daysWindowSchema.refine(({ from, to }) => to === null || from <= to, { params: { rule: 'order' }, error: 'De laagste leeftijd is hoger dan de hoogste.' });
const byKind = z.partialRecord(z.enum(codesOf(creditorKinds)), z.strictObject({ arrearsAgeDays: ageDays, minimumAmountCents: z.int().min(0).max(100_000_000) }).partial());

/** Fields that are left out stay as they are; of `match.byKind` those of each kind that is not named. */
export const policyPatchSchema = z
  .strictObject({
    ...casePolicySchema.omit({ version: true, deadlines: true }).shape,
    suspensionDays: policySchema.shape.suspensionDays,
    match: z.strictObject({ ...matchPolicySchema.shape, arrearsAgeDays: ageDays, byKind }).partial(),
    deadlines: z.partialRecord(z.enum(deadlineKinds), rule),
    retention: z.strictObject(retentionPolicySchema.shape).partial(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, { params: { rule: 'change' }, error: 'Noem ten minste één ding dat verandert.' });
export type PolicyPatch = z.infer<typeof policyPatchSchema>;

/** The version that follows from `current` and what changes. */
export function policyAfter(current: Policy, version: string, { match = {}, deadlines = {}, retention = {}, ...patch }: PolicyPatch): Policy {
  const rules = Object.fromEntries(deadlineKinds.map((kind) => [kind, { ...current.deadlines[kind], ...deadlines[kind] }]));
  return policySchema.parse({ ...current, ...patch, version, match: { ...current.match, ...match, ...(match.byKind === undefined ? {} : { byKind: { ...current.match.byKind, ...match.byKind } }) }, deadlines: rules, retention: { ...current.retention, ...retention } });
}
