import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { saveFeedbackDraft, type StoredFeedbackDraft } from '../../db/queries/cases/drafts.ts';
import { stillToTell } from '../../domain/case/feedback/owing.ts';
import type { FeedbackDraft } from '../../domain/case/feedback/feedback-schema.ts';
import { AppError } from '../../errors.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';

/** Keeps what is filled in so far; giving the feedback is an action of the case, and takes from it what is not sent. @throws AppError not-found, action-refused */
export async function keepFeedbackDraft(sql: Sql, actor: CallingActor, { caseId, draft }: { caseId: string; draft: FeedbackDraft }): Promise<StoredFeedbackDraft> {
  const row = await findCase(sql, actor, caseId);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  if (row.state === null || row.phase === 'candidate' || row.phase === 'closed' || stillToTell(row.state).length === 0) {
    throw new AppError('action-refused', 'In deze zaak wacht geen schuldeiser op een terugkoppeling.', { extra: { reason: 'not-now', phase: row.phase } });
  }
  const kept = { body: draft, authorId: actor.id, savedAt: new Date().toISOString() };
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    await saveFeedbackDraft(tx, caseId, kept);
    await writeAudit(tx, actor, { action: 'save-feedback-draft', outcome: 'done', caseId });
  });
  return kept;
}
