/** The rows of the audit log in the form that is hashed, and the seals. */
import type { AuditRowTexts, Seal } from '../../../audit/seal.ts';
import type { Db, Sql } from '../../connect.ts';

/** A moment as text, since its microseconds are hashed too and JavaScript dates have milliseconds. */
const columns = (sql: Db) => sql`
  id::text as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
  to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as recorded_at,
  actor_id, actor_role, action, outcome, case_id::text as case_id, note_id::text as note_id, request_id, signed_in_by, detail::text as detail`;

const PAGE = 500;

export async function* auditRowsBetween(sql: Db, firstId: number, lastId: number): AsyncGenerator<AuditRowTexts> {
  const pages = sql<AuditRowTexts[]>`select ${columns(sql)} from audit_log where id between ${firstId} and ${lastId} order by audit_log.id`.cursor(PAGE);
  for await (const page of pages) yield* page;
}

/** At most `limit` rows, after the row with this number. */
export function auditRowsAfter(sql: Db, afterId: number, untilId: number, limit: number): Promise<AuditRowTexts[]> {
  return sql<AuditRowTexts[]>`select ${columns(sql)} from audit_log where id > ${afterId} and id <= ${untilId} order by audit_log.id limit ${limit}`;
}

export async function newestSeal(sql: Db): Promise<Seal | null> {
  const [seal] = await sql<Seal[]>`select ${sealColumns(sql)} from audit_seals order by n desc limit 1`;
  return seal ?? null;
}

export async function hashOfSeal(sql: Db, n: number): Promise<string | null> {
  const [seal] = await sql<{ hash: string }[]>`select hash from audit_seals where n = ${n}`;
  return seal?.hash ?? null;
}

export async function* seals(sql: Db): AsyncGenerator<Seal> {
  for await (const page of sql<Seal[]>`select ${sealColumns(sql)} from audit_seals order by n`.cursor(PAGE)) yield* page;
}

const sealColumns = (sql: Db) => sql`n, first_id, last_id, rows, root, previous_hash, sealed_at, hash, mac`;

/** When two processes seal at once, the second writes nothing. */
export async function insertSeal(sql: Db, seal: Seal): Promise<void> {
  await sql`insert into audit_seals ${sql(seal as never)} on conflict (n) do nothing`;
}

/** The last row number that was handed out; 0 when none was. */
export async function lastRowNumber(sql: Db): Promise<number> {
  const [row] = await sql<{ lastValue: number; isCalled: boolean }[]>`select last_value, is_called from audit_log_ids`;
  return row === undefined ? 0 : row.isCalled ? row.lastValue : row.lastValue - 1;
}

/** An id of a transaction, higher than all before. */
export async function nextTransaction(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
  return BigInt(row?.xid ?? 0);
}

/** All transactions with a lower id than this have ended, and their rows are visible. */
export async function oldestRunningTransaction(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ xid: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
  return BigInt(row?.xid ?? 0);
}

export interface Unsealed {
  rows: number;
  since: string | null;
  /** For longer than sealing ever takes, by the database's own clock. */
  overdue: boolean;
}

/** A seal is made every five minutes, and one run may wait for the next. */
const SEALED_WITHIN = '15 minutes';

/** Rows that no seal covers yet. */
export async function unsealedRows(sql: Db, afterId: number): Promise<Unsealed> {
  const [row] = await sql<Unsealed[]>`
    select count(*) as rows, min(recorded_at) as since, coalesce(min(recorded_at) < clock_timestamp() - ${SEALED_WITHIN}::interval, false) as overdue
    from audit_log where id > ${afterId}`;
  return row ?? { rows: 0, since: null, overdue: false };
}

/** Rows with a number that the sequence never hands out. */
export async function impossibleRows(sql: Db): Promise<number> {
  const [row] = await sql<{ rows: number }[]>`select count(*) as rows from audit_log where id < 1`;
  return row?.rows ?? 0;
}

/** A row that was recorded before the row with the number below. */
export interface BackwardStep {
  rowId: number;
  recordedAt: string;
  before: string;
}

/** Between getting its number and its moment a row can be overtaken by another, by less than this. */
const OVERTAKEN_WITHIN = '1 second';

/** Rows with an earlier moment than the row before: one was inserted, or the database's clock was set back. The first hundred. */
export async function backwardSteps(sql: Db): Promise<BackwardStep[]> {
  return sql<BackwardStep[]>`
    select id as row_id, recorded_at, before from (select id, recorded_at, lag(recorded_at) over (order by id) as before from audit_log) l
    where recorded_at < before - ${OVERTAKEN_WITHIN}::interval order by id limit 100`;
}
