/** Breaches of agreements, and what was written about them: row-level security settles which. */
import type { BreachKind, BreachState } from '../../../domain/breaches/breach.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { PageAsked } from '../../../paging.ts';
import { breachNote } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface BreachRow {
  id: string;
  kind: BreachKind;
  creditorId: string;
  creditor: string;
  roundId: string | null;
  month: string | null;
  caseId: string | null;
  caseNumber: string | null;
  signalId: string | null;
  /** The creditor's own, of the signal. */
  reference: string | null;
  municipalityCode: string | null;
  occurredOn: LocalDate;
  foundAt: Instant;
  recordedBy: string;
  state: BreachState;
  ownerId: string | null;
  owner: string | null;
  raisedOn: LocalDate | null;
  /** When what was missing came after all. */
  deliveredAt: Instant | null;
  /** Of a re-check: its last day, and when it ended after all. */
  dueOn: LocalDate | null;
  answeredAt: Instant | null;
  endedOn: LocalDate | null;
}

const rows = (sql: Db) => sql`
  select b.id, b.kind, b.creditor_id, c.name as creditor, b.round_id, r.month, b.case_id, cases.number as case_number, b.signal_id, s.reference, b.municipality_code, b.occurred_on, b.found_at, b.recorded_by,
    b.state, b.owner_id, o.name as owner, b.raised_on, b.delivered_at, d.due_on, d.ended_at as answered_at, b.ended_on
  from breaches b join creditors c on c.id = b.creditor_id left join rounds r on r.id = b.round_id left join cases on cases.id = b.case_id
  left join signals s on s.id = b.signal_id left join accounts o on o.id = b.owner_id left join deadlines d on d.id = b.deadline_id`;

export interface BreachFilters {
  states?: readonly BreachState[] | undefined;
  kind?: BreachKind | undefined;
  creditor?: string | undefined;
  municipality?: string | undefined;
  /** The days on which it was one, both included. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
}

export interface BreachPosition {
  occurredOn: LocalDate;
  id: string;
}

/** The newest first. */
export function listBreaches(sql: Db, f: BreachFilters, { after, limit }: PageAsked<BreachPosition>): Promise<BreachRow[]> {
  return sql<BreachRow[]>`
    ${rows(sql)} where true
      ${f.states === undefined ? sql`` : sql`and b.state = any(${[...f.states]})`}
      ${f.kind === undefined ? sql`` : sql`and b.kind = ${f.kind}`}
      ${f.creditor === undefined ? sql`` : sql`and b.creditor_id = ${f.creditor}`}
      ${f.municipality === undefined ? sql`` : sql`and b.municipality_code = ${f.municipality}`}
      ${f.from === undefined ? sql`` : sql`and b.occurred_on >= ${f.from}`}
      ${f.to === undefined ? sql`` : sql`and b.occurred_on <= ${f.to}`}
      ${after === null ? sql`` : sql`and (b.occurred_on, b.id) < (${after.occurredOn}, ${after.id}::uuid)`}
    order by b.occurred_on desc, b.id desc limit ${limit}`;
}

export async function findBreach(sql: Db, id: string): Promise<BreachRow | null> {
  const [row] = await sql<BreachRow[]>`${rows(sql)} where b.id = ${id}`;
  return row ?? null;
}

/** As `findBreach`, locked until the transaction ends. */
export async function lockBreach(tx: Db, id: string): Promise<BreachRow | null> {
  await tx`select 1 from breaches where id = ${id} for update`;
  return findBreach(tx, id);
}

type NewBreach = Pick<BreachRow, 'id' | 'kind' | 'creditorId' | 'caseId' | 'signalId' | 'municipalityCode' | 'occurredOn' | 'foundAt' | 'recordedBy'> & { key: string };

/** False when it was recorded before. */
export async function insertBreach(tx: Db, row: NewBreach): Promise<boolean> {
  return (await tx`insert into breaches ${tx(row as never)} on conflict (id) do nothing`).count === 1;
}

export async function storeBreach(tx: Db, id: string, row: Partial<Pick<BreachRow, 'state' | 'ownerId' | 'raisedOn' | 'endedOn'>>): Promise<void> {
  await tx`update breaches set ${tx(row)} where id = ${id}`;
}

/** What seals the notes of a breach: the key of its case, or one of its own. */
const sealedFor = (breachId: string, caseId: string | null): string => caseId ?? breachId;

interface NewNote {
  id: string;
  breachId: string;
  caseId: string | null;
  state: BreachState | null;
  authorId: string;
  at: Instant;
}

/** False when it was written before. */
export async function insertBreachNote({ sql, keys }: Stores, { id, breachId, caseId, state, authorId, at }: NewNote, text: string | undefined): Promise<boolean> {
  const subject = sealedFor(breachId, caseId);
  const sealed = text === undefined ? null : breachNote.seal(await keys.make([subject]), subject, id, text);
  const inserted = await sql`
    insert into breach_notes (id, breach_id, case_id, state, sealed, author_id, created_at)
    values (${id}, ${breachId}, ${caseId}, ${state}, ${sealed}, ${authorId}, ${at}) on conflict (id) do nothing`;
  return inserted.count === 1;
}

export interface BreachNote {
  id: string;
  state: BreachState | null;
  /** Null where nothing was said, or once it is erased. */
  text: string | null;
  authorId: string;
  at: Instant;
}

/** The oldest first. */
export async function breachNotesOf({ sql, keys }: Stores, breachId: string): Promise<BreachNote[]> {
  const found = await sql<(Omit<BreachNote, 'text'> & { caseId: string | null; sealed: Buffer | null })[]>`
    select id, state, case_id, sealed, author_id, created_at as at from breach_notes where breach_id = ${breachId} order by created_at, id`;
  const key = await keys.find(found.map(({ caseId }) => sealedFor(breachId, caseId)));
  return found.map(({ caseId, sealed, ...note }) => ({ ...note, text: breachNote.open(key, sealedFor(breachId, caseId), note.id, sealed) }));
}

/** Without a case, ended before this day, and with a key that may still open its notes. */
export async function endedBreaches(sql: Db, before: LocalDate, limit: number): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from breaches where case_id is null and key_destroyed_at is null and ended_on < ${before} order by id limit ${limit}`).map(({ id }) => id);
}

/** What was written goes; the key is destroyed next, and that is noted by `markBreachKeyDestroyed`. */
export async function removeBreachNotes(sql: Db, id: string, at: Instant): Promise<void> {
  await sql`with gone as (update breach_notes set sealed = null where breach_id = ${id}) update breaches set words_gone_at = coalesce(words_gone_at, ${at}) where id = ${id}`;
}

export async function markBreachKeyDestroyed(sql: Db, id: string, at: Instant): Promise<void> {
  await sql`update breaches set key_destroyed_at = ${at} where id = ${id} and words_gone_at is not null`;
}
