import type { Sql } from '../../db/connect.ts';
import type { CaseRow } from '../../db/queries/cases/case-rows.ts';
import { findFeedbackDraft, newestPlanDraft, removePlanDrafts } from '../../db/queries/cases/drafts.ts';
import { codesOfPlan } from '../../db/queries/cases/notes-and-plans.ts';
import { helpIn, proposedFeedback } from '../../domain/case/feedback/feedback-plan.ts';
import type { Action } from '../../domain/case/lifecycle.ts';
import { withSaid } from '../../domain/case/plan/plan.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

interface Asked {
  caseId: string;
  action: Action;
  body: Record<string, unknown>;
}

/** What was sent, and of the saved draft what was not: nobody types twice. What was sent wins. */
export async function withDraft<Request extends Asked>(stores: { sql: Sql; keys: KeyStore }, request: Request, found: Pick<CaseRow, 'state' | 'planId'>): Promise<Request> {
  const draft = await draftFor(stores, request);
  const body = withSaid({ ...draft }, request.body);
  return { ...request, body: request.action === 'send-feedback' ? await withProposal(stores.sql, body, found) : body };
}

/** Feedback that somebody leaves to the plan: what is neither sent nor in the draft is what the plan says. */
async function withProposal(sql: Sql, { asProposed, ...body }: Record<string, unknown>, { state, planId }: Pick<CaseRow, 'state' | 'planId'>): Promise<Record<string, unknown>> {
  if (asProposed !== true || state === null) return body;
  return { ...proposedFeedback(helpIn(state, planId === null ? null : await codesOfPlan(sql, planId))), ...body };
}

async function draftFor(stores: { sql: Sql; keys: KeyStore }, { caseId, action }: Asked): Promise<object | null> {
  if (action === 'complete-plan') return (await newestPlanDraft(stores, caseId))?.body ?? null;
  if (action === 'send-feedback') return (await findFeedbackDraft(stores.sql, caseId))?.body ?? null;
  return null;
}

/** A draft of feedback is over by the step that sent it; that of a plan holds words, which are not kept. */
export async function dropDraft(sql: Sql, { caseId, action }: Pick<Asked, 'caseId' | 'action'>): Promise<void> {
  if (action === 'complete-plan') await removePlanDrafts(sql, caseId);
}
