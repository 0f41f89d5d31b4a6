/** The plan of approach (process: plan): what a talk leads to. Stored in Postgres only; it is about a person. */
import { z } from 'zod';
import { caseResults, codesOf } from '../../codes.ts';
import { localDateSchema } from '../commands.ts';
import type { FieldError } from '../../field-error.ts';
import { feedbackCauses } from '../feedback/feedback-schema.ts';
import { allowancesSchema, uncheckedAllowances } from './allowances.ts';
import { budgetSchema, totalsOf } from './budget.ts';
import { debtsSchema } from './debts.ts';

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
  budget: budgetSchema.optional().describe('The budget scan, line by line. Its totals are the three fields below, which are then left out: they are added up.'),
  incomeCents: centsAMonth,
  fixedCostsCents: centsAMonth,
  roomToRepayCents: centsAMonth.describe('Whole cents a month that are left to repay with.'),
  allowances: allowancesSchema.optional().describe('The check of allowances, one by one. `allowancesChecked` follows from it, and is then left out.'),
  allowancesChecked: z.boolean().describe('The check of allowances was made.'),
  debts: debtsSchema.optional().describe('Debts beside the arrears that were reported; none when the list is empty.'),
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

/** What follows from lines of the plan, and is therefore not typed beside them. */
export function followingFrom({ budget, allowances }: Pick<Partial<Plan>, 'budget' | 'allowances'>): Partial<Plan> {
  const { incomeCents, fixedCostsCents, roomToRepayCents } = totalsOf(budget ?? []);
  return {
    ...(budget === undefined ? {} : { incomeCents, fixedCostsCents, roomToRepayCents }),
    ...(allowances === undefined ? {} : { allowancesChecked: uncheckedAllowances(allowances).length === 0 }),
  };
}

/** With the totals, of lines that this release can read. */
export function withTotals(body: Record<string, unknown>): Record<string, unknown> {
  const read = planDraftSchema.pick({ budget: true, allowances: true }).strip().safeParse(body);
  return read.success ? { ...body, ...followingFrom(read.data) } : body;
}

/** A draft with what is said now; what was typed before makes place for lines. */
export function withSaid(draft: Record<string, unknown>, said: Record<string, unknown>): Record<string, unknown> {
  const replaced = [...(said['budget'] === undefined ? [] : ['incomeCents', 'fixedCostsCents', 'roomToRepayCents']), ...(said['allowances'] === undefined ? [] : ['allowancesChecked'])];
  return { ...Object.fromEntries(Object.entries(draft).filter(([field]) => !replaced.includes(field))), ...said };
}

/** Typed beside the lines that it follows from, and something else than those come to. */
export function typedTotals(body: Record<string, unknown>): FieldError[] {
  const wrong = Object.entries(withTotals(body)).filter(([field, value]) => ['incomeCents', 'fixedCostsCents', 'roomToRepayCents', 'allowancesChecked'].includes(field) && body[field] !== undefined && body[field] !== value);
  return wrong.map(([field]) => ({ field, rule: 'computed', message: 'Laat dit weg: het volgt uit de regels van het plan.' }));
}

/** What a plan still lacks, or holds that cannot be; of a plan that was put together from a draft and what was sent, beside what the action is told. */
export function planProblems(body: Record<string, unknown>): FieldError[] {
  const typed = typedTotals(body);
  if (typed.length > 0) return typed;
  const whole = withTotals(body);
  const read = planSchema.strip().safeParse(whole);
  const missing = (field: string): FieldError => ({ field, rule: 'required', message: 'Vul dit in: het staat niet in het concept en is niet meegestuurd.' });
  const wrong = (read.error?.issues ?? []).map(({ path }) => String(path[0] ?? ''));
  const fields = [...new Set(wrong)].map((field) => (whole[field] === undefined ? missing(field) : { field, rule: 'format', message: 'Dit klopt niet in het concept; vul het opnieuw in.' }));
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
