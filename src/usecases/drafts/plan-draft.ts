import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, type CaseDetailRow } from '../../db/queries/cases/case-detail.ts';
import { newestPlanDraft } from '../../db/queries/cases/drafts.ts';
import { insertPlan, latestPlan, type StoredPlan } from '../../db/queries/cases/notes-and-plans.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { AppError } from '../../errors.ts';
import { idFrom } from '../cases/add-note.ts';

export interface ReadPlan extends StoredPlan {
  completed: boolean;
  /** Of the plan that is being made anew. */
  draft: StoredPlan | null;
}

/** The plan that stands, or else the newest draft. @throws AppError not-found */
export async function readPlan(stores: { sql: Sql; keys: KeyStore }, actor: CallingActor, caseId: string): Promise<ReadPlan> {
  const { sql } = stores;
  const row = await visible(sql, actor, caseId);
  const plan = await latestPlan(stores, caseId, row.state?.planId ?? null);
  if (plan === null) throw new AppError('not-found', 'In deze zaak is nog geen plan van aanpak.');
  await writeAudit(sql, actor, { action: 'read-plan', outcome: 'done', caseId, detail: { planId: plan.id } });
  const draft = await newestPlanDraft(stores, caseId);
  return { ...plan, completed: plan.id === row.state?.planId, draft: draft?.id === plan.id ? null : draft };
}

/** Keeps what is filled in so far, once under a key; completing the plan is an action of the case. @throws AppError not-found, action-refused */
export async function savePlanDraft(stores: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, draft, key }: { caseId: string; draft: object; key: string }): Promise<ReadPlan> {
  const { sql } = stores;
  const { phase } = await visible(sql, actor, caseId);
  if (phase !== 'visiting' && phase !== 'planning') throw new AppError('action-refused', 'Een plan wordt gemaakt in de fase van het bezoek of het plan van aanpak.', { extra: { reason: 'wrong-phase', phase } });
  const plan = { id: idFrom(`plan ${caseId} ${key}`), caseId, authorId: actor.id, at: new Date().toISOString() };
  if (await insertPlan(stores, plan, draft)) await writeAudit(sql, actor, { action: 'save-plan', outcome: 'done', caseId, detail: { planId: plan.id } });
  return { id: plan.id, body: draft as Record<string, unknown>, authorId: actor.id, createdAt: plan.at, completed: false, draft: null };
}

async function visible(sql: Sql, actor: CallingActor, caseId: string): Promise<CaseDetailRow> {
  const row = await findCase(sql, actor, caseId);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  return row;
}
