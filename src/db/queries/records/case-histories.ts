/** Histories of ended runs: the engine deletes them after its retention, we keep them. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db, Sql } from '../../connect.ts';

export interface ArchivedRun {
  runId: string;
  status: string;
  startedAt: Instant;
  closedAt: Instant;
  events: number;
  /** The size of the JSON before compression. */
  bytes: number;
  /** Gzipped JSON, as the engine gives it. */
  history: Buffer;
}

/** A run that is stored already is left as it is: the history of an ended run does not change. */
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

export interface ClosedRun {
  caseId: string;
  runId: string;
  /** False when the case was reopened since. */
  isClosed: boolean;
}

/** Records that a run closed its case, so that its history is archived after it has ended. */
export async function noteClosedRun(sql: Db, { caseId, runId }: { caseId: string; runId: string }): Promise<void> {
  await sql`insert into closed_runs (case_id, run_id) values (${caseId}, ${runId}) on conflict (case_id, run_id) do update set noted_at = now()`;
}

/** The runs whose history is not archived yet, oldest first, a few at a time. */
export async function* closedRuns(sql: Sql): AsyncGenerator<ClosedRun[]> {
  const pages = sql<ClosedRun[]>`
    select r.case_id, r.run_id, c.state->>'phase' = 'closed' as is_closed from closed_runs r join cases c on c.id = r.case_id
    order by r.noted_at, r.case_id`.cursor(200);
  for await (const rows of pages) yield rows;
}

export async function forgetClosedRun(sql: Db, { caseId, runId }: { caseId: string; runId: string }): Promise<void> {
  await sql`delete from closed_runs where case_id = ${caseId} and run_id = ${runId}`;
}

export async function closedRunIds(sql: Db, caseId: string): Promise<string[]> {
  return (await sql<{ runId: string }[]>`select run_id from closed_runs where case_id = ${caseId}`).map(({ runId }) => runId);
}
