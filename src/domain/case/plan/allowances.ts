/** The check of allowances (voorzieningencheck), one by one. Who is entitled to what is for a person to judge. */
import { z } from 'zod';
import { codesOf } from '../../codes.ts';

export const allowanceKinds = [
  { code: 'health', label: 'Zorgtoeslag' },
  { code: 'rent', label: 'Huurtoeslag' },
  { code: 'child-budget', label: 'Kindgebonden budget' },
  { code: 'childcare', label: 'Kinderopvangtoeslag' },
  { code: 'special-assistance', label: 'Bijzondere bijstand' },
  { code: 'individual-income', label: 'Individuele inkomenstoeslag' },
  { code: 'remission', label: 'Kwijtschelding van gemeente en waterschap' },
] as const;

export const allowanceStates = [
  { code: 'has', label: 'heeft dit' },
  { code: 'applied', label: 'aangevraagd' },
  { code: 'may-be-entitled', label: 'heeft er mogelijk recht op' },
  { code: 'not-entitled', label: 'geen recht op' },
] as const;

export const allowancesSchema = z
  .array(z.strictObject({ kind: z.enum(codesOf(allowanceKinds)), state: z.enum(codesOf(allowanceStates)) }))
  .min(1)
  .max(allowanceKinds.length)
  .superRefine((allowances, context) => {
    for (const [n, { kind }] of allowances.entries()) {
      if (allowances.findIndex((other) => other.kind === kind) < n) context.addIssue({ code: 'custom', path: [n, 'kind'], params: { rule: 'once' }, message: 'Deze voorziening staat hier al; geef elke voorziening één keer.' });
    }
  });
export type Allowances = z.infer<typeof allowancesSchema>;

/** Those that nobody has looked at yet. */
export const uncheckedAllowances = (allowances: Allowances) => allowanceKinds.filter(({ code }) => !allowances.some(({ kind }) => kind === code));
