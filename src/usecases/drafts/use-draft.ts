import type { Sql } from '../../db/connect.ts';
import { findFeedbackDraft, newestPlanDraft, removePlanDrafts } from '../../db/queries/cases/drafts.ts';
import type { Action } from '../../domain/case/lifecycle.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

interface Asked {
  caseId: string;
  action: Action;
  body: Record<string, unknown>;
}

/** What was sent, and of the saved draft what was not: nobody types twice. What was sent wins. */
export async function withDraft<Request extends Asked>(stores: { sql: Sql; keys: KeyStore }, request: Request): Promise<Request> {
  const draft = await draftFor(stores, request);
  return draft === null ? request : { ...request, body: { ...draft, ...request.body } };
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
