/** The audit log's rows as they are hashed, and the seals on them. */
import type { AuditRowTexts, Seal } from '../../audit/seal.ts';
import type { Db, Sql } from '../connect.ts';

/** Microseconds count: a moment as a text, and not as our own dates, which know milliseconds. */
const columns = (sql: Db) => sql`
  id::text as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as at,
  to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as recorded_at,
  actor_id, actor_role, action, outcome, case_id::text as case_id, note_id::text as note_id, request_id, signed_in_by, detail::text as detail`;

const PAGE = 500;

export async function* auditRowsBetween(sql: Db, firstId: number, lastId: number): AsyncGenerator<AuditRowTexts> {
  const pages = sql<AuditRowTexts[]>`select ${columns(sql)} from audit_log where id between ${firstId} and ${lastId} order by audit_log.id`.cursor(PAGE);
  for await (const page of pages) yield* page;
}

/** At most `limit` rows after a number. */
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

/** Of two that seal at once, the second leaves nothing. */
export async function insertSeal(sql: Db, seal: Seal): Promise<void> {
  await sql`insert into audit_seals ${sql(seal as never)} on conflict (n) do nothing`;
}

/** The last row number that was handed out; 0 when none was. */
export async function lastRowNumber(sql: Db): Promise<number> {
  const [row] = await sql<{ lastValue: number; isCalled: boolean }[]>`select last_value, is_called from audit_log_ids`;
  return row === undefined ? 0 : row.isCalled ? row.lastValue : row.lastValue - 1;
}

/** A number of a transaction, higher than any that was handed out before. */
export async function nextTransaction(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ xid: string }[]>`select pg_current_xact_id()::text as xid`;
  return BigInt(row?.xid ?? 0);
}

/** Every transaction with a lower number than this has ended, and what it wrote is there to see. */
export async function oldestRunningTransaction(sql: Sql): Promise<bigint> {
  const [row] = await sql<{ xid: string }[]>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`;
  return BigInt(row?.xid ?? 0);
}

/** What no seal covers yet; and rows with a number that no row ever gets. */
export async function unsealedRows(sql: Db, afterId: number): Promise<{ rows: number; since: string | null; impossible: number }> {
  const [row] = await sql<{ rows: number; since: string | null; impossible: number }[]>`
    select (select count(*) from audit_log where id > ${afterId}) as rows, (select min(recorded_at) from audit_log where id > ${afterId}) as since,
      (select count(*) from audit_log where id < 1) as impossible`;
  return row ?? { rows: 0, since: null, impossible: 0 };
}
