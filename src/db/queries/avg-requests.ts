/** Requests under the AVG, and the words that were given in them. */
import type { AvgGround, AvgKind, AvgState } from '../../domain/avg-request.ts';
import type { Instant, LocalDate } from '../../domain/dates.ts';
import type { DeadlineState } from '../../domain/deadline.ts';
import { avgWords, type AvgWords } from '../../privacy/personal.ts';
import type { Db } from '../connect.ts';
import type { Stores } from './words.ts';

export interface AvgRequestRow {
  id: string;
  kind: AvgKind;
  caseId: string;
  personId: string | null;
  municipalityCode: string;
  within: string | null;
  receivedOn: LocalDate;
  recordedAt: Instant;
  recordedBy: string;
  policyVersion: string;
  state: AvgState;
  wordsId: string | null;
  decisionId: string | null;
  decidedAt: Instant | null;
  decidedBy: string | null;
  ground: AvgGround | null;
  answerId: string | null;
  extendedTo: LocalDate | null;
  extendedAt: Instant | null;
  extensionId: string | null;
  carriedOutAt: Instant | null;
  effects: AvgEffects;
  endedAt: Instant | null;
  /** Of its deadline; null until its workflow has begun. */
  dueOn: LocalDate | null;
  dueBefore: Instant | null;
  deadlineState: DeadlineState | null;
  breachedAt: Instant | null;
}

/** What carrying a request out did. */
export interface AvgEffects {
  /** Rows that were corrected or erased. */
  rows?: number;
  closedCases?: string[];
  /** That go on, for somebody else at the address. */
  sharedCases?: string[];
  erasedCases?: string[];
}

const columns = (sql: Db) => sql`
  r.id, r.kind, r.case_id, r.person_id, r.municipality_code, r.within, r.received_on, r.recorded_at, r.recorded_by, r.policy_version, r.state, r.words_id, r.decision_id,
  r.decided_at, r.decided_by, r.ground, r.answer_id, r.extended_to, r.extended_at, r.extension_id, r.carried_out_at, r.effects, r.ended_at,
  d.due_on, d.due_before, d.state as deadline_state, d.breached_at`;

/** Row-level security says whose they are. */
export async function findAvgRequest(sql: Db, id: string): Promise<AvgRequestRow | null> {
  const [row] = await sql<AvgRequestRow[]>`select ${columns(sql)} from avg_requests r left join deadlines d on d.avg_request_id = r.id where r.id = ${id}`;
  return row ?? null;
}

export interface AvgPosition {
  dueBefore: Instant;
  id: string;
}

/** The nearest deadline first; those whose workflow has still to begin last. */
export function listAvgRequests(sql: Db, states: readonly AvgState[], { after, limit }: { after: AvgPosition | null; limit: number }): Promise<AvgRequestRow[]> {
  return sql<AvgRequestRow[]>`
    select ${columns(sql)} from avg_requests r left join deadlines d on d.avg_request_id = r.id
    where r.state = any(${[...states]})
      ${after === null ? sql`` : sql`and (coalesce(d.due_before, 'infinity'), r.id) > (${after.dueBefore}, ${after.id}::uuid)`}
    order by coalesce(d.due_before, 'infinity'), r.id limit ${limit}`;
}

/** Of these persons, the oldest first. */
export function avgRequestsOf(sql: Db, personIds: readonly string[]): Promise<AvgRequestRow[]> {
  return sql<AvgRequestRow[]>`
    select ${columns(sql)} from avg_requests r left join deadlines d on d.avg_request_id = r.id
    where r.person_id = any(${[...personIds]}::uuid[]) order by r.received_on, r.id`;
}

export async function insertAvgWords({ sql, keys }: Stores, { id, requestId, caseId, authorId, at }: { id: string; requestId: string; caseId: string; authorId: string; at: Instant }, words: AvgWords): Promise<void> {
  const sealed = avgWords.seal(await keys.make([caseId]), caseId, id, words);
  await sql`
    insert into avg_words (id, request_id, case_id, sealed, author_id, created_at)
    values (${id}, ${requestId}, ${caseId}, ${sealed}, ${authorId}, ${at}) on conflict do nothing`;
}

/** By their id; none once the case is erased. */
export async function avgWordsOf({ sql, keys }: Stores, requestIds: readonly string[]): Promise<ReadonlyMap<string, AvgWords>> {
  const rows = await sql<{ id: string; caseId: string; sealed: Buffer }[]>`select id, case_id, sealed from avg_words where request_id = any(${[...requestIds]}::uuid[])`;
  const found = await keys.find(rows.map(({ caseId }) => caseId));
  return new Map(rows.flatMap(({ id, caseId, sealed }) => {
    const words = avgWords.open(found, caseId, id, sealed);
    return words === null ? [] : [[id, words]];
  }));
}

/** Words of a command that was refused. */
export async function removeAvgWords(sql: Db, id: string): Promise<void> {
  await sql`delete from avg_words where id = ${id} and not exists (select from avg_requests r where avg_words.id in (r.words_id, r.answer_id, r.extension_id))`;
}

/** Marks it as carried out, in the transaction that does so; false when it was before. */
export async function markCarriedOut(tx: Db, id: string, at: Instant, effects: AvgEffects): Promise<boolean> {
  const marked = await tx`update avg_requests set carried_out_at = ${at}, effects = ${tx.json(effects as never)} where id = ${id} and carried_out_at is null`;
  return marked.count === 1;
}
