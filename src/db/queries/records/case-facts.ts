/** The facts of a case that reports count (`src/domain/case/facts.ts`), kept equal to its timeline. */
import { readEvent } from '../../../domain/case/events.ts';
import { factsOf, planFactKinds, type CaseFact, type NumberedEvent, type Written } from '../../../domain/case/facts.ts';
import type { Feedback } from '../../../domain/case/feedback/feedback-schema.ts';
import type { PlanCodes } from '../../../domain/case/plan/plan.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

type FactRow = CaseFact & { caseId: string; municipalityCode: string };

export const factRows = (state: CaseState, events: readonly NumberedEvent[], written: Written): FactRow[] =>
  factsOf(events, state.attempts, written).map((fact) => ({ ...fact, caseId: state.caseId, municipalityCode: state.gemeentecode }));

/** Makes a case's facts equal to its timeline; facts that are right already are not written. */
export async function storeFacts(tx: Db, state: CaseState): Promise<void> {
  const { caseId } = state;
  const [events, written] = await Promise.all([numberedEvents(tx, caseId), writtenCodes(tx, caseId)]);
  const rows = factRows(state, events, written);
  await tx`delete from case_facts where case_id = ${caseId} and not key = any(${rows.map(({ key }) => key)})`;
  if (rows.length === 0) return;
  await tx`
    insert into case_facts ${tx(rows)}
    on conflict (case_id, key) do update set
      seq = excluded.seq, kind = excluded.kind, code = excluded.code, contact = excluded.contact, part_of_day = excluded.part_of_day, creditor_id = excluded.creditor_id,
      municipality_code = excluded.municipality_code, cycle = excluded.cycle, happened_on = excluded.happened_on, agreed_for = excluded.agreed_for
    where (case_facts.kind, case_facts.code, case_facts.contact, case_facts.part_of_day, case_facts.creditor_id, case_facts.cycle, case_facts.happened_on, case_facts.agreed_for)
      is distinct from (excluded.kind, excluded.code, excluded.contact, excluded.part_of_day, excluded.creditor_id, excluded.cycle, excluded.happened_on, excluded.agreed_for)`;
}

interface StoredEvent {
  key: string;
  seq: number;
  at: Instant;
  commandId: string | null;
  type: string;
  data: unknown;
}

async function numberedEvents(db: Db, caseId: string): Promise<NumberedEvent[]> {
  const rows = await db<StoredEvent[]>`
    select key, seq, at, command_id, type, data from timeline where case_id = ${caseId} and seq is not null order by id`;
  return numbered(rows);
}

/** In the order of their steps, whatever the order in which a repair wrote them. */
export function numbered(rows: readonly StoredEvent[]): NumberedEvent[] {
  const place = ({ key }: { key: string }) => Number(key.split('.')[1]);
  return rows.map(({ key, seq, at, commandId, ...event }) => ({ ...readEvent(event), key, seq, at, commandId })).sort((a, b) => a.seq - b.seq || place(a) - place(b));
}

/** The codes of a case's plans and feedback. An anonymised case has only its feedback left. */
export async function writtenCodes(db: Db, caseId: string): Promise<Written> {
  const [plans, feedbacks] = await Promise.all([
    db<{ id: string; codes: PlanCodes }[]>`select id, codes from plans where case_id = ${caseId} and codes is not null`,
    db<{ id: string; body: Feedback }[]>`select id, body from feedbacks where case_id = ${caseId}`,
  ]);
  return { plans: new Map(plans.map(({ id, codes }) => [id, codes])), feedbacks: new Map(feedbacks.map(({ id, body }) => [id, body])) };
}

/**
 * Cuts the codes of a plan loose from its case: causes, areas of life and arrangements can still be counted by municipality and
 * month, and nothing connects them with the visits and days of one household.
 */
export async function cutPlanFactsLoose(tx: Db, caseId: string): Promise<void> {
  await tx`
    update case_facts set case_id = null, key = '', seq = 0, cycle = 0,
      happened_on = date_trunc('month', happened_on)::date, agreed_for = date_trunc('month', agreed_for)::date
    where case_id = ${caseId} and kind = any(${[...planFactKinds]})`;
}

/** Cases of an older release without facts; locked, and other workers skip them until the transaction ends. */
export function casesWithoutFacts(tx: Db, limit: number): Promise<{ id: string; state: CaseState | null }[]> {
  return tx<{ id: string; state: CaseState | null }[]>`select id, state from cases where facts_version < 1 order by id limit ${limit} for update skip locked`;
}

export async function markFactsMade(tx: Db, caseIds: readonly string[]): Promise<void> {
  await tx`update cases set facts_version = 1 where id = any(${[...caseIds]}::uuid[])`;
}

/** Plans that were completed before their codes were kept. */
export function plansWithoutCodes(tx: Db, caseIds: readonly string[]): Promise<{ id: string; caseId: string; sealed: Buffer }[]> {
  return tx<{ id: string; caseId: string; sealed: Buffer }[]>`
    select id, case_id, sealed from plans p
    where case_id = any(${[...caseIds]}::uuid[]) and codes is null
      and exists (select from timeline t where t.case_id = p.case_id and t.type = 'plan-completed' and t.data->>'planId' = p.id::text)`;
}

export async function setPlanCodes(tx: Db, id: string, codes: PlanCodes): Promise<void> {
  await tx`update plans set codes = ${tx.json(codes)} where id = ${id}`;
}
