/** Debts beside the arrears that were reported: "welke schulden er zijn", as the resident tells them. */
import { z } from 'zod';
import { codesOf, creditorKinds } from '../../codes.ts';

export const debtArrangements = [
  { code: 'none', label: 'geen regeling' },
  { code: 'asked', label: 'regeling gevraagd' },
  { code: 'arranged', label: 'regeling loopt' },
  { code: 'bailiff', label: 'bij een deurwaarder' },
  { code: 'seized', label: 'er is beslag gelegd' },
] as const;

export const debtSchema = z.strictObject({
  creditor: z.string().trim().min(1).max(200).describe('To whom it is owed.'),
  kind: z.enum(codesOf(creditorKinds)),
  amountCents: z.int().min(0).max(1_000_000_000).nullable().describe('Whole cents; null: the resident does not know.'),
  arrangement: z.enum(codesOf(debtArrangements)),
  monthlyCents: z.int().min(0).max(100_000_000).optional().describe('What is repaid of it in a month.'),
});
export type Debt = z.infer<typeof debtSchema>;
/** An empty list: there are no others, which was asked. */
export const debtsSchema = z.array(debtSchema).max(50);

/** What is known adds up; how many amounts are not known is told beside it. */
export const debtTotals = (debts: readonly Debt[]) => ({
  totalCents: debts.reduce((sum, { amountCents }) => sum + (amountCents ?? 0), 0),
  unknown: debts.filter(({ amountCents }) => amountCents === null).length,
});
