/** Free text and plans: stored here and referred to by id, so that none of it reaches a workflow. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Feedback } from '../../../domain/case/feedback/feedback-schema.ts';
import { planCodesOf, type HandOver, type PlanCodes } from '../../../domain/case/plan/plan.ts';
import type { KeyStore } from '../../../privacy/key-store.ts';
import { contact, noteText, planBody } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';

interface Written {
  id: string;
  caseId: string;
  authorId: string;
  at: Instant;
}

/** Postgres, or a transaction of it, and the keys of what is sealed in it. */
export interface Stores {
  sql: Db;
  keys: KeyStore;
}

type NoteKind = 'reason' | 'note';

export async function insertNote({ sql, keys }: Stores, { id, caseId, authorId, at }: Written, kind: NoteKind, text: string): Promise<void> {
  await sql`
    insert into notes (id, case_id, kind, sealed, author_id, created_at)
    values (${id}, ${caseId}, ${kind}, ${noteText.seal(await keys.make([caseId]), caseId, id, text)}, ${authorId}, ${at}) on conflict do nothing`;
}

/**
 * A plan, or a draft of one.
 * @param codes what reports count of the plan; drafts are not counted
 * @returns whether it is new
 */
export async function insertPlan({ sql, keys }: Stores, { id, caseId, authorId, at }: Written, body: object, codes: PlanCodes | null = null): Promise<boolean> {
  const sealed = planBody.seal(await keys.make([caseId]), caseId, id, { ...body });
  const inserted = await sql`
    insert into plans (id, case_id, sealed, codes, author_id, created_at)
    values (${id}, ${caseId}, ${sealed}, ${codes === null ? null : sql.json(codes)}, ${authorId}, ${at}) on conflict (id) do nothing`;
  return inserted.count === 1;
}

export async function insertHandOver({ sql, keys }: Stores, { id, caseId, at }: Written, handOver: HandOver): Promise<void> {
  const sealed = handOver.contact === undefined ? null : contact.seal(await keys.make([caseId]), caseId, id, handOver.contact);
  await sql`insert into hand_overs (id, case_id, service, contact, offered_at) values (${id}, ${caseId}, ${handOver.service}, ${sealed}, ${at})`;
}

export async function insertFeedback(sql: Db, { id, caseId, authorId, at }: Written, body: Feedback): Promise<void> {
  await sql`insert into feedbacks (id, case_id, body, author_id, created_at) values (${id}, ${caseId}, ${sql.json(body)}, ${authorId}, ${at})`;
}

/** Deletes the words with these ids, except those that the timeline refers to. */
export async function removeUnreferred(sql: Db, caseId: string, ids: readonly string[]): Promise<void> {
  await sql`
    with unreferred as (
      select given.id::uuid as id from unnest(${[...ids]}::text[]) as given (id)
      where not exists (
        select 1 from timeline
        where case_id = ${caseId}
          and (note_id = given.id::uuid or given.id in (data->>'planId', data->>'handOverId', data->>'feedbackId')))
    ), n as (delete from notes where id in (select id from unreferred)
    ), p as (delete from plans where id in (select id from unreferred)
    ), h as (delete from hand_overs where id in (select id from unreferred))
    delete from feedbacks where id in (select id from unreferred)`;
}

export interface StoredPlan {
  id: string;
  body: Record<string, unknown>;
  authorId: string;
  createdAt: Instant;
}

/** The codes of a plan, which no key seals; none of one that an earlier release stored without. */
export async function codesOfPlan(sql: Db, id: string): Promise<PlanCodes> {
  const [row] = await sql<{ codes: object | null }[]>`select codes from plans where id = ${id}`;
  return planCodesOf(row?.codes ?? {});
}

/** The current plan of a case, or else its newest draft. */
export async function latestPlan({ sql, keys }: Stores, caseId: string, standing: string | null): Promise<StoredPlan | null> {
  const [plan] = await sql<(Omit<StoredPlan, 'body'> & { sealed: Buffer })[]>`
    select id, sealed, author_id, created_at from plans where case_id = ${caseId} order by (id = ${standing}::uuid) is true desc, created_at desc, id limit 1`;
  if (plan === undefined) return null;
  const { sealed, ...written } = plan;
  const body = planBody.open(await keys.find([caseId]), caseId, plan.id, sealed);
  return body === null ? null : { ...written, body };
}
