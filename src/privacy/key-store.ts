/**
 * A key for each case, and for each delivery until it is processed, in a database of its own: its backups are kept short,
 * so that a key that is destroyed is gone from every copy within that time, and with it what it sealed.
 */
import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { connect, type Sql } from '../db/connect.ts';
import type { MasterKeys, WrappedKey } from './master-keys.ts';
import { KEY_BYTES } from './seal.ts';

export interface KeyStore {
  /** The key of each subject, made where there was none; a subject whose key was destroyed gets none any more. */
  make(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** The keys that there are. */
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** For good. Doing it twice changes nothing. */
  destroy(subjects: readonly string[], at: string): Promise<void>;
  /** Wraps keys anew under the newest master key, a batch at a time; the data stays as it is. @returns how many */
  rewrap(limit: number): Promise<number>;
}

interface Row extends WrappedKey {
  subject: string;
}

export function keyStore(sql: Sql, masters: MasterKeys): KeyStore {
  const keyOf = ({ subject, ...wrapped }: Row): [string, Buffer] => [subject, masters.unwrap(subject, wrapped)];
  const find = async (subjects: readonly string[]) => {
    if (subjects.length === 0) return new Map<string, Buffer>();
    const rows = await sql<Row[]>`select subject, master, wrapped from keys.subject_keys where subject = any(${subjects as string[]}::text[]) and destroyed_at is null`;
    return new Map(rows.map(keyOf));
  };
  return {
    find,
    async make(subjects) {
      const found = await find(subjects);
      const missing = [...new Set(subjects)].filter((subject) => !found.has(subject)).sort();
      if (missing.length === 0) return found;
      const rows = missing.map((subject) => ({ subject, ...masters.wrap(subject, randomBytes(KEY_BYTES)) }));
      await sql`insert into keys.subject_keys ${sql(rows)} on conflict (subject) do nothing`;
      // Somebody else may have made one first: what counts is what stands there.
      return find(subjects);
    },
    async destroy(subjects, at) {
      await sql`
        insert into keys.subject_keys (subject, destroyed_at) select unnest(${subjects as string[]}::text[]), ${at}::timestamptz
        on conflict (subject) do update set wrapped = null, master = null, destroyed_at = coalesce(subject_keys.destroyed_at, excluded.destroyed_at)`;
    },
    async rewrap(limit) {
      return sql.begin(async (tx) => {
        const rows = await tx<Row[]>`
          select subject, master, wrapped from keys.subject_keys where master <> ${masters.current} and destroyed_at is null
          order by subject limit ${limit} for update skip locked`;
        for (const row of rows) {
          const [subject, key] = keyOf(row);
          await tx`update keys.subject_keys set ${tx({ ...masters.wrap(subject, key) })} where subject = ${subject}`;
        }
        return rows.length;
      });
    },
  };
}

/** The store of a process, on connections of its own. */
export function openKeys({ keysDatabaseUrl, masterKeys }: Pick<Config, 'keysDatabaseUrl' | 'masterKeys'>): { keys: KeyStore; end: () => Promise<void> } {
  const sql = connect(keysDatabaseUrl);
  return { keys: keyStore(sql, masterKeys), end: () => sql.end() };
}
