/** Plans and feedback that are being written, until they are used. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { FeedbackDraft } from '../../../domain/case/feedback/feedback-schema.ts';
import { planBody } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { StoredPlan, Stores } from './notes-and-plans.ts';

/** Who writes the draft next reads it after this transaction. */
export async function lockPlanDraft(tx: Db, caseId: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`plan ${caseId}`}, 0))`;
}

/** The newest draft since the last plan; one of before it was used, or not needed. */
export async function newestPlanDraft({ sql, keys }: Stores, caseId: string): Promise<StoredPlan | null> {
  const [draft] = await sql<(Omit<StoredPlan, 'body'> & { sealed: Buffer })[]>`
    select id, sealed, author_id, created_at from plans p
    where case_id = ${caseId} and codes is null and not exists (
      select from timeline t where t.case_id = ${caseId} and t.type = 'plan-completed' and (t.data->>'planId' = p.id::text or t.at > p.created_at))
    order by created_at desc, id limit 1`;
  if (draft === undefined) return null;
  const { sealed, ...written } = draft;
  const body = planBody.open(await keys.find([caseId]), caseId, draft.id, sealed);
  return body === null ? null : { ...written, body };
}

/** Once the plan is made, what was only a draft of it is not kept. */
export async function removePlanDrafts(sql: Db, caseId: string): Promise<void> {
  await sql`
    delete from plans p where case_id = ${caseId} and codes is null
      and not exists (select from timeline t where t.case_id = ${caseId} and t.type = 'plan-completed' and t.data->>'planId' = p.id::text)`;
}

export interface StoredFeedbackDraft {
  body: FeedbackDraft;
  authorId: string;
  savedAt: Instant;
}

export async function saveFeedbackDraft(sql: Db, caseId: string, { body, authorId, savedAt }: StoredFeedbackDraft): Promise<void> {
  await sql`
    insert into feedback_drafts (case_id, body, author_id, saved_at) values (${caseId}, ${sql.json(body)}, ${authorId}, ${savedAt})
    on conflict (case_id) do update set body = excluded.body, author_id = excluded.author_id, saved_at = excluded.saved_at`;
}

/** Null once feedback was sent, or when what it would tell of began anew. Feedback that was undone leaves its draft. */
export async function findFeedbackDraft(sql: Db, caseId: string): Promise<StoredFeedbackDraft | null> {
  const [draft] = await sql<StoredFeedbackDraft[]>`
    select body, author_id, saved_at from feedback_drafts d
    where case_id = ${caseId} and not exists (
      select from timeline t where t.case_id = ${caseId} and t.at > d.saved_at
        and t.type in ('feedback-sent', 'plan-completed', 'planning-ended', 'callback', 'revisit', 'problematic-debts', 'problematic-debts-withdrawn', 'reopened'))`;
  return draft ?? null;
}
