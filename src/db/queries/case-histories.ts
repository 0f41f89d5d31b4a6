/** Histories of runs that have ended: the engine forgets them, we do not. */
import type { Instant } from '../../domain/dates.ts';
import type { Db, Sql } from '../connect.ts';

export interface ArchivedRun {
  runId: string;
  status: string;
  startedAt: Instant;
  closedAt: Instant;
  events: number;
  /** Of the JSON, before it was compressed. */
  bytes: number;
  /** Gzipped JSON, as the engine gives it. */
  history: Buffer;
}

/** A run that is kept already stays as it is: a history that ended does not change. */
export async function insertHistory(sql: Db, caseId: string, run: ArchivedRun): Promise<void> {
  await sql`insert into case_histories ${sql({ caseId, ...run })} on conflict do nothing`;
}

/** Every kept run of a case, oldest first. */
export function historiesOf(sql: Db, caseId: string): Promise<ArchivedRun[]> {
  return sql<ArchivedRun[]>`select run_id, status, started_at, closed_at, events, bytes, history from case_histories where case_id = ${caseId} order by started_at, closed_at`;
}

/** Every kept run of every case, a few at a time. */
export async function* everyHistory(sql: Sql): AsyncGenerator<{ caseId: string; runId: string; history: Buffer }> {
  const pages = sql<{ caseId: string; runId: string; history: Buffer }[]>`select case_id, run_id, history from case_histories order by case_id, started_at`.cursor(20);
  for await (const rows of pages) yield* rows;
}

/** Cases that closed more often than runs of them are kept. Most are on their way; one that was missed stays here. */
export function casesWithoutHistory(sql: Db): Promise<{ id: string }[]> {
  return sql<{ id: string }[]>`
    select t.case_id as id from timeline t
    where t.type = 'closed' and t.seq is not null group by t.case_id
    having count(*) > (select count(*) from case_histories h where h.case_id = t.case_id)`;
}
