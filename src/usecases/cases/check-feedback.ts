import type { Sql } from '../../db/connect.ts';
import type { CaseRow } from '../../db/queries/cases/case-rows.ts';
import { findFeedback } from '../../db/queries/cases/case-detail.ts';
import { codesOfPlan } from '../../db/queries/cases/notes-and-plans.ts';
import { contradictions, helpIn } from '../../domain/case/feedback/feedback-plan.ts';
import { feedbackSchema, missingFeedback, type Feedback } from '../../domain/case/feedback/feedback-schema.ts';
import { localDate } from '../../domain/time/dates.ts';
import type { FieldError } from '../../domain/field-error.ts';

/** What is missing of a feedback, and what contradicts the plan; of a correction also that it changes nothing. */
export async function feedbackProblems(sql: Sql, { planId, state }: CaseRow, body: Record<string, unknown>): Promise<FieldError[]> {
  const feedback = codesIn(body);
  const missing = missingFeedback(feedback, { planMade: planId !== null });
  if (state === null || missing.length > 0) return missing;
  const help = helpIn(state, planId === null ? null : await codesOfPlan(sql, planId));
  return contradictions(feedback, help, { today: localDate(new Date().toISOString()), isExplained: typeof body['reason'] === 'string', toAll: body['creditorIds'] === undefined });
}

/** A correction says something else than what it corrects. */
export async function correctionProblems(sql: Sql, { state }: CaseRow, body: Record<string, unknown>): Promise<FieldError[]> {
  const wrong = await findFeedback(sql, typeof body['corrects'] === 'string' ? body['corrects'] : (state?.feedbackId ?? null));
  const isSame = wrong !== null && said(feedbackSchema.parse(wrong.body)) === said(codesIn(body));
  return isSame ? [{ field: 'corrects', rule: 'changed', message: 'Dit is wat er al stond. Wijzig wat er niet klopt.' }] : [];
}

const codesIn = (body: Record<string, unknown>): Feedback => feedbackSchema.strip().parse(body);

/** The order of the approaches says nothing. */
const said = ({ cause, currentPayments, outlook, approach = [] }: Feedback): string =>
  JSON.stringify([cause, currentPayments?.state, currentPayments?.state === 'resumes-on' ? currentPayments.date : null, outlook, [...approach].sort()]);
