/** Requests under the AVG, and their words. */
import type { AvgGround, AvgKind, AvgState } from '../../../domain/rights/avg-request.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { DeadlineState } from '../../../domain/deadlines/deadline.ts';
import { avgWords, type AvgWords } from '../../../privacy/personal.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface AvgRequestRow {
  id: string;
  kind: AvgKind;
  caseId: string;
  personId: string | null;
  municipalityCode: string;
  /** What the account that filed it can see: one municipality; null: the region. */
  within: string | null;
  receivedOn: LocalDate;
  recordedAt: Instant;
  recordedBy: string;
  policyVersion: string;
  state: AvgState;
  wordsId: string | null;
  decisionId: string | null;
  decidedAt: Instant | null;
  /** The day of the answer, where that was said; recorded at `decidedAt`. */
  decidedOn: LocalDate | null;
  decidedBy: string | null;
  ground: AvgGround | null;
  answerId: string | null;
  extendedTo: LocalDate | null;
  extendedAt: Instant | null;
  /** The day on which the resident was told, where that was said; recorded at `extendedAt`. */
  extendedOn: LocalDate | null;
  extensionId: string | null;
  carriedOutAt: Instant | null;
  effects: AvgEffects;
  endedAt: Instant | null;
  /** The day of its deadline; null until its workflow has started. */
  dueOn: LocalDate | null;
  dueBefore: Instant | null;
  deadlineState: DeadlineState | null;
  breachedAt: Instant | null;
}

/** The result of carrying out a request. */
export interface AvgEffects {
  /** How many rows were corrected or erased. */
  rows?: number;
  closedCases?: string[];
  /** Cases that go on, for somebody else at the address. */
  sharedCases?: string[];
  erasedCases?: string[];
  /** For an objection: true when it holds at every address; false when only at the known ones, because no date of birth is on file. */
  everywhere?: boolean;
  /** The objections whose copy of the person an erasure deletes. */
  objections?: string[];
}

const columns = (sql: Db) => sql`
  r.id, r.kind, r.case_id, r.person_id, r.municipality_code, r.within, r.received_on, r.recorded_at, r.recorded_by, r.policy_version, r.state, r.words_id, r.decision_id,
  r.decided_at, r.decided_on, r.decided_by, r.ground, r.answer_id, r.extended_to, r.extended_at, r.extended_on, r.extension_id, r.carried_out_at, r.effects, r.ended_at,
  d.due_on, d.due_before, d.state as deadline_state, d.breached_at`;

/** Row-level security selects which requests are visible. */
export async function findAvgRequest(sql: Db, id: string): Promise<AvgRequestRow | null> {
  const [row] = await sql<AvgRequestRow[]>`select ${columns(sql)} from avg_requests r left join deadlines d on d.avg_request_id = r.id where r.id = ${id}`;
  return row ?? null;
}

export interface AvgPosition {
  /** 'infinity' when the workflow has not started yet. */
  dueBefore: string;
  id: string;
}

/** Nearest deadline first; requests whose workflow has not started last. */
export function listAvgRequests(sql: Db, states: readonly AvgState[], { after, limit }: PageAsked<AvgPosition>): Promise<AvgRequestRow[]> {
  return sql<AvgRequestRow[]>`
    select ${columns(sql)} from avg_requests r left join deadlines d on d.avg_request_id = r.id
    where r.state = any(${[...states]})
      ${after === null ? sql`` : sql`and (coalesce(d.due_before, 'infinity'), r.id) > (${after.dueBefore}, ${after.id}::uuid)`}
    order by coalesce(d.due_before, 'infinity'), r.id limit ${limit}`;
}

/** The requests of these persons, oldest first. */
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

/** The words, by id; none when the case was erased. */
export async function avgWordsOf({ sql, keys }: Stores, requestIds: readonly string[]): Promise<ReadonlyMap<string, AvgWords>> {
  const rows = await sql<{ id: string; caseId: string; sealed: Buffer }[]>`select id, case_id, sealed from avg_words where request_id = any(${[...requestIds]}::uuid[])`;
  const found = await keys.find(rows.map(({ caseId }) => caseId));
  return new Map(rows.flatMap(({ id, caseId, sealed }) => {
    const words = avgWords.open(found, caseId, id, sealed);
    return words === null ? [] : [[id, words]];
  }));
}

/** Deletes the words of a command that was refused. */
export async function removeAvgWords(sql: Db, id: string): Promise<void> {
  await sql`delete from avg_words where id = ${id} and not exists (select from avg_requests r where avg_words.id in (r.words_id, r.answer_id, r.extension_id))`;
}

/** Marks a request as carried out, in the same transaction; false when it was marked before. */
export async function markCarriedOut(tx: Db, id: string, at: Instant, effects: AvgEffects): Promise<boolean> {
  const marked = await tx`update avg_requests set carried_out_at = ${at}, effects = ${tx.json(effects as never)} where id = ${id} and carried_out_at is null`;
  return marked.count === 1;
}
