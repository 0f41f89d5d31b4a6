/** The plan of approach (process: plan): what a talk leads to. Stored in Postgres only; it is about a person. */
import { z } from 'zod';
import { caseResults, codesOf } from '../../codes.ts';
import { localDateSchema } from '../commands.ts';
import type { FieldError } from '../../field-error.ts';
import { feedbackCauses } from '../feedback/feedback-schema.ts';

const centsAMonth = z.int().min(0).max(100_000_000).describe('Whole cents a month.');
const words = (longest: number) => z.string().trim().min(1).max(longest);

/** Areas of life beside money in which help is wanted. */
export const lifeAreas = [
  { code: 'work', label: 'Werk en inkomen' },
  { code: 'housing', label: 'Wonen' },
  { code: 'health', label: 'Gezondheid' },
  { code: 'family', label: 'Gezin en relaties' },
  { code: 'language', label: 'Taal en administratie' },
  { code: 'social', label: 'Sociaal netwerk' },
] as const;

export const handOverSchema = z.strictObject({
  service: words(200).describe('The named service that takes over.'),
  contact: words(200).optional().describe('Who takes over there, and how to reach them.'),
});
export type HandOver = z.infer<typeof handOverSchema>;

export const planFields = {
  incomeCents: centsAMonth,
  fixedCostsCents: centsAMonth,
  roomToRepayCents: centsAMonth.describe('Whole cents a month that are left to repay with.'),
  allowancesChecked: z.boolean().describe('The check of allowances was made.'),
  causes: z.array(z.enum(codesOf(feedbackCauses))).min(1).max(10),
  skills: z.array(words(200)).max(10).describe('Skills to strengthen so that it does not recur.'),
  currentPaymentsFrom: localDateSchema.nullable().describe('The day from which current fixed costs are paid again; null when not agreed.'),
  problematicDebts: z.boolean(),
  urgent: z.boolean().optional().describe('The home, gas, power, heat or water is about to be lost.'),
  helpWithArrangements: z.boolean().describe('The resident makes payment arrangements, with help.'),
  lifeAreas: z.array(z.enum(codesOf(lifeAreas))).max(6),
  directPayment: z.boolean().describe('Direct payment to the creditor from a benefit.'),
  consentToShare: z.boolean().describe('Consent was given for sharing beyond the arrears part.'),
  handOver: handOverSchema
    .extend({ confirmed: z.boolean().default(false).describe('The service confirmed it there and then.') })
    .describe('Every plan ends in a warm hand-over to a named service.'),
  result: z.enum(codesOf(caseResults)).optional(),
  date: localDateSchema.optional().describe('The day on which the plan was made; absent: today. It decides whether that was in time, and its terms run from it.'),
  remarks: words(4_000).optional(),
};

export const planSchema = z.strictObject(planFields);
export type Plan = z.infer<typeof planSchema>;
export const planDraftSchema = planSchema.partial();

/** What a plan still lacks, or holds that cannot be; of a plan that was put together from a draft and what was sent. */
export function planProblems(body: Record<string, unknown>): FieldError[] {
  const read = planSchema.safeParse(body);
  const missing = (field: string): FieldError => ({ field, rule: 'required', message: 'Vul dit in: het staat niet in het concept en is niet meegestuurd.' });
  const wrong = (read.error?.issues ?? []).map(({ path }) => String(path[0] ?? ''));
  const fields = [...new Set(wrong)].map((field) => (body[field] === undefined ? missing(field) : { field, rule: 'format', message: 'Dit klopt niet in het concept; vul het opnieuw in.' }));
  if (body['problematicDebts'] !== true || body['urgent'] !== undefined) return fields;
  return [...fields, { field: 'urgent', rule: 'required', message: 'Vul dit in: bij problematische schulden telt of wonen, energie of water in gevaar is.' }];
}

/** What reports count of a plan: its codes and a date; no amount, and nothing that anybody wrote. Of a draft some are missing. */
const planCodesSchema = z
  .object(planFields)
  .pick({ causes: true, lifeAreas: true, directPayment: true, helpWithArrangements: true, allowancesChecked: true, currentPaymentsFrom: true })
  .partial();
export type PlanCodes = z.infer<typeof planCodesSchema>;

/** The codes of a stored plan; none when this release cannot read it. */
export function planCodesOf(body: object): PlanCodes {
  const read = planCodesSchema.safeParse(body);
  return read.success ? read.data : {};
}
