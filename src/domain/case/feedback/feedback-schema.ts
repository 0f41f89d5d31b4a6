/**
 * What creditors are told of a case (process: feedback): codes and dates only, so nothing psychosocial or otherwise
 * personal fits in.
 */
import { z } from 'zod';
import { codesOf } from '../../codes.ts';
import { localDateSchema } from '../commands.ts';
import type { FieldError } from '../../field-error.ts';

/** The one global list of causes. */
export const feedbackCauses = [
  { code: 'income-drop', label: 'Inkomen gedaald' },
  { code: 'costs-rise', label: 'Vaste lasten gestegen' },
  { code: 'life-event', label: 'Ingrijpende gebeurtenis' },
  { code: 'overview-lost', label: 'Overzicht kwijt' },
  { code: 'other-debts', label: 'Andere schulden' },
  { code: 'administrative', label: 'Administratieve oorzaak' },
  { code: 'dispute', label: 'Oneens met de rekening' },
  { code: 'unknown', label: 'Onbekend' },
] as const;

export const currentPaymentStates = [
  { code: 'resumed', label: 'De lopende vaste lasten worden weer betaald' },
  { code: 'resumes-on', label: 'De lopende vaste lasten worden weer betaald vanaf' },
  { code: 'not-agreed', label: 'Over de lopende vaste lasten is niets afgesproken' },
] as const;

export const outlooks = [
  { code: 'arrears-only', label: 'Alleen achterstanden' },
  { code: 'problematic-debts', label: 'Problematische schulden' },
  { code: 'unknown', label: 'Onbekend' },
] as const;

export const approaches = [
  { code: 'arrangement', label: 'Betalingsregeling' },
  { code: 'debt-services', label: 'Schuldhulpverlening' },
  { code: 'administration', label: 'Bewind' },
  { code: 'direct-payment', label: 'Derdenbetaling' },
  { code: 'paid', label: 'Betaald' },
  { code: 'none', label: 'Geen' },
] as const;

const currentPaymentsSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('resumed') }),
  z.strictObject({ state: z.literal('resumes-on'), date: localDateSchema }),
  z.strictObject({ state: z.literal('not-agreed') }),
]);

export const feedbackFields = {
  cause: z.enum(codesOf(feedbackCauses)).optional(),
  currentPayments: currentPaymentsSchema.optional().describe('What was agreed on the current payments of fixed costs.'),
  outlook: z.enum(codesOf(outlooks)).optional(),
  approach: z.array(z.enum(codesOf(approaches))).min(1).max(approaches.length).optional(),
};

export const feedbackSchema = z.strictObject(feedbackFields);
export type Feedback = z.infer<typeof feedbackSchema>;

/** What is filled in so far. */
export const feedbackDraftSchema = z.strictObject({ ...feedbackFields, creditorIds: z.array(z.string()).min(1).max(50).optional().describe('For these creditors; absent: for all to whom feedback is owed.') });
export type FeedbackDraft = z.infer<typeof feedbackDraftSchema>;

/** After a plan creditors hear all four; who was not reached or declined has nothing to tell of. */
export function missingFeedback(feedback: Feedback, { planMade }: { planMade: boolean }): FieldError[] {
  if (!planMade) return [];
  const fields = ['cause', 'currentPayments', 'outlook', 'approach'] as const;
  return fields
    .filter((field) => feedback[field] === undefined)
    .map((field) => ({ field, rule: 'required', message: 'Vul dit in: er is een plan gemaakt, dus de schuldeisers horen dit.' }));
}
