/** The cases of a self-check, and its findings. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export const everyCase = async (sql: Db) => idsOf(await sql<{ id: string }[]>`select id from cases order by id`);

/**
 * Cases that changed since the last finished night, with an hour of margin for transactions that were open then, and a part of
 * the others: in so many nights every case has its turn.
 */
export async function casesForNight(sql: Db, { turn, nights }: { turn: number; nights: number }): Promise<string[]> {
  return idsOf(await sql<{ id: string }[]>`
    with last as (select coalesce(max(started_at) - interval '1 hour', '-infinity') as at from verifications where scope = 'nightly')
    select id from cases
    where ('x' || substr(md5(id::text), 1, 7))::bit(28)::int % ${nights} = ${turn}
      or opened_at >= (select at from last)
      or id in (select case_id from timeline where recorded_at >= (select at from last))
    order by id`);
}

/** Of these texts, those that are the id of a case. */
export async function knownCases(sql: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set(idsOf(await sql<{ id: string }[]>`select id::text as id from cases where id::text = any(${[...ids]}::text[])`));
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

interface VerificationRow {
  id: string;
  scope: string;
  startedAt: Instant;
  finishedAt: Instant;
  cases: number;
  differences: number;
  /** The first ones in full. */
  findings: readonly object[];
}

export async function insertVerification(sql: Db, { findings, ...row }: VerificationRow): Promise<void> {
  await sql`insert into verifications ${sql({ ...row, findings: findings as never })}`;
}
