import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase, type CaseDetailRow } from '../../db/queries/cases/case-detail.ts';
import { lockPlanDraft, newestPlanDraft } from '../../db/queries/cases/drafts.ts';
import { insertPlan, latestPlan, type StoredPlan } from '../../db/queries/cases/notes-and-plans.ts';
import { partsOfPlan, summaryOf } from '../../domain/case/plan/parts.ts';
import { typedTotals, withSaid } from '../../domain/case/plan/plan.ts';
import type { Instant } from '../../domain/time/dates.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { AppError } from '../../errors.ts';
import { idFrom } from '../cases/add-note.ts';

/** As it was written, with what its lines come to and what each part still lacks. */
interface ShownPlan extends StoredPlan {
  summary: ReturnType<typeof summaryOf>;
  parts: ReturnType<typeof partsOfPlan>;
}

export interface ReadPlan extends ShownPlan {
  municipality: string;
  completed: boolean;
  /** Of the plan that is being made anew. */
  draft: ShownPlan | null;
}

const shown = (plan: StoredPlan): ShownPlan => ({ ...plan, summary: summaryOf(plan.body), parts: partsOfPlan(plan.body) });

/** The plan that stands, or else the newest draft. @throws AppError not-found */
export async function readPlan(stores: { sql: Sql; keys: KeyStore }, actor: CallingActor, caseId: string): Promise<ReadPlan> {
  const { sql } = stores;
  const row = await visible(sql, actor, caseId);
  const plan = await latestPlan(stores, caseId, row.state?.planId ?? null);
  if (plan === null) throw new AppError('not-found', 'In deze zaak is nog geen plan van aanpak.');
  await writeAudit(sql, actor, { action: 'read-plan', outcome: 'done', caseId, detail: { planId: plan.id } });
  const draft = await newestPlanDraft(stores, caseId);
  return { ...shown(plan), municipality: row.municipality, completed: plan.id === row.state?.planId, draft: draft === null || draft.id === plan.id ? null : shown(draft) };
}

interface Drafted {
  caseId: string;
  key: string;
  /** The whole draft; with `isPart` what is filled in now, beside what stood. */
  draft: Record<string, unknown>;
  isPart: boolean;
  /** Fields of the draft that are emptied. */
  clear?: readonly string[];
}

/**
 * Keeps what is filled in so far, once under a key; completing the plan is an action of the case. Two colleagues who fill in
 * different parts at once take turns, so neither loses the other's.
 * @throws AppError not-found, invalid-input, action-refused
 */
export async function savePlanDraft({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, key, draft, isPart, clear = [] }: Drafted): Promise<ReadPlan> {
  const { phase, municipality } = await visible(sql, actor, caseId);
  if (phase !== 'visiting' && phase !== 'planning') throw new AppError('action-refused', 'Een plan wordt gemaakt in de fase van het bezoek of het plan van aanpak.', { extra: { reason: 'wrong-phase', phase } });
  return sql.begin(async (tx) => {
    await lockPlanDraft(tx, caseId);
    const before = await newestPlanDraft({ sql: tx, keys }, caseId);
    const body = isPart ? without(withSaid(before?.body ?? {}, draft), clear) : draft;
    const fields = typedTotals(body);
    if (fields.length > 0) throw new AppError('invalid-input', 'De aanvraag klopt niet.', { fields });
    const plan = { id: idFrom(`plan ${caseId} ${key}`), caseId, authorId: actor.id, at: after(before?.createdAt) };
    if (await insertPlan({ sql: tx, keys }, plan, body)) await writeAudit(tx, actor, { action: 'save-plan', outcome: 'done', caseId, detail: { planId: plan.id } });
    return { ...shown({ id: plan.id, body, authorId: actor.id, createdAt: plan.at }), municipality, completed: false, draft: null };
  });
}

const without = (body: Record<string, unknown>, fields: readonly string[]) => Object.fromEntries(Object.entries(body).filter(([field]) => !fields.includes(field)));

/** The newest draft counts: two in one moment, or of processes whose clocks differ, have an order. */
const after = (before: Instant | undefined): Instant => new Date(Math.max(Date.now(), before === undefined ? 0 : Date.parse(before) + 1)).toISOString();

async function visible(sql: Sql, actor: CallingActor, caseId: string): Promise<CaseDetailRow> {
  const row = await findCase(sql, actor, caseId);
  if (row === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  return row;
}
