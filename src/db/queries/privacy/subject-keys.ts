/** The only table of the database of keys: for each subject a wrapped key, or that the key was destroyed. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface SubjectKey {
  subject: string;
  /** The master key that wraps it. */
  master: string;
  wrapped: Buffer;
}

/** The existing keys of these subjects. */
export const findKeys = (sql: Db, subjects: readonly string[]) =>
  sql<SubjectKey[]>`select subject, master, wrapped from keys.subject_keys where subject = any(${[...subjects]}::text[]) and destroyed_at is null`;

/** Makes none for a subject that has a key or had one that was destroyed. @returns the subjects whose key it is now */
export async function insertKeys(sql: Db, rows: readonly SubjectKey[]): Promise<ReadonlySet<string>> {
  const made = await sql<{ subject: string }[]>`insert into keys.subject_keys ${sql(rows as never)} on conflict (subject) do nothing returning subject`;
  return new Set(made.map(({ subject }) => subject));
}

/** Locked; rows that another process has locked are skipped. */
export const keysOfOtherMasters = (tx: Db, master: string, limit: number) => tx<SubjectKey[]>`
  select subject, master, wrapped from keys.subject_keys where master <> ${master} and destroyed_at is null
  order by subject limit ${limit} for update skip locked`;

export async function rewrapKey(tx: Db, { subject, ...wrapped }: SubjectKey): Promise<void> {
  await tx`update keys.subject_keys set ${tx({ ...wrapped })} where subject = ${subject}`;
}

/** Recorded also for a subject that never had a key, so that it never gets one. */
export async function destroyKeys(sql: Db, subjects: readonly string[], at: Instant): Promise<void> {
  await sql`
    insert into keys.subject_keys (subject, destroyed_at) select unnest(${[...subjects]}::text[]), ${at}::timestamptz
    on conflict (subject) do update set wrapped = null, master = null, destroyed_at = coalesce(subject_keys.destroyed_at, excluded.destroyed_at)`;
}

export async function reachKeys(sql: Db): Promise<void> {
  await sql`select 1 from keys.subject_keys limit 1`;
}
