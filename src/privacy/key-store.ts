/**
 * A key for each case, and for each delivery until it is processed, in a database of its own: its backups are kept short,
 * so that a key that is destroyed is gone from every copy within that time, and with it what it sealed.
 */
import { randomBytes } from 'node:crypto';
import type { Config } from '../config.ts';
import { connect, type Sql } from '../db/connect.ts';
import { isFailing } from '../db/errors.ts';
import { destroyKeys, findKeys, insertKeys, keysOfOtherMasters, reachKeys, rewrapKey, type SubjectKey } from '../db/queries/privacy/subject-keys.ts';
import type { MasterKeys } from './master-keys.ts';
import { KEY_BYTES } from './seal.ts';

/** All methods throw KeysAway when the database does not answer; those that unwrap keys also throw UnknownMasterKey and Unopenable. */
export interface KeyStore {
  /** The key of each subject, made when there was none; a subject whose key was destroyed never gets another. */
  make(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Keys of subjects that were given their id just now: nobody can have made one before. */
  create(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** The existing keys of these subjects. */
  find(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>>;
  /** Destroys keys for good. Doing it twice changes nothing. */
  destroy(subjects: readonly string[], at: string): Promise<void>;
  /** Wraps keys anew under the newest master key, a batch at a time; the data stays as it is. @returns how many */
  rewrap(limit: number): Promise<number>;
  /** Returns when the keys can be read. */
  reach(): Promise<void>;
}

/** The database of the keys cannot be reached or refuses the connection. The statement may have been carried out. */
export class KeysAway extends Error {
  override readonly name = 'KeysAway';
}

export function keyStore(sql: Sql, masters: MasterKeys): KeyStore {
  const keyOf = ({ subject, ...wrapped }: SubjectKey): [string, Buffer] => [subject, masters.unwrap(subject, wrapped)];
  const find = async (subjects: readonly string[]) => {
    if (subjects.length === 0) return new Map<string, Buffer>();
    const rows = await findKeys(sql, subjects);
    return new Map(rows.map(keyOf));
  };
  const create = async (subjects: readonly string[]) => {
    if (subjects.length === 0) return new Map<string, Buffer>();
    const fresh = subjects.map((subject) => ({ subject, key: randomBytes(KEY_BYTES) }));
    const made = await insertKeys(sql, fresh.map(({ subject, key }) => ({ subject, ...masters.wrap(subject, key) })));
    return new Map(fresh.flatMap(({ subject, key }) => (made.has(subject) ? [[subject, key] as const] : [])));
  };
  const make = async (subjects: readonly string[]) => {
    const found = await find(subjects);
    const missing = [...new Set(subjects)].filter((subject) => !found.has(subject)).sort();
    const made = await create(missing);
    // Another process may have made a key first: the stored one counts.
    return new Map([...found, ...made, ...(await find(missing.filter((subject) => !made.has(subject))))]);
  };
  const rewrap = (limit: number) =>
    sql.begin(async (tx) => {
      const rows = await keysOfOtherMasters(tx, masters.current, limit);
      for (const row of rows) {
        const [subject, key] = keyOf(row);
        await rewrapKey(tx, { subject, ...masters.wrap(subject, key) });
      }
      return rows.length;
    });
  return {
    find: (subjects) => answered(() => find(subjects)),
    make: (subjects) => answered(() => make(subjects)),
    create: (subjects) => answered(() => create(subjects)),
    destroy: (subjects, at) => answered(() => destroyKeys(sql, subjects, at)),
    rewrap,
    reach: () => answered(() => reachKeys(sql)),
  };
}

/** How long connecting is tried, in seconds. */
const ANSWERS_WITHIN_MS = 10_000;

/** There is only one table: whatever error Postgres gives, no key can be read. */
async function answered<Result>(ask: () => Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new KeysAway(`the database of the keys does not answer in ${ANSWERS_WITHIN_MS} ms`)), ANSWERS_WITHIN_MS)));
  try {
    return await Promise.race([ask(), tooLate]);
  } catch (error) {
    throw isFailing(error) ? new KeysAway('the database of the keys does not answer', { cause: error }) : error;
  } finally {
    clearTimeout(timer);
  }
}

/** The store of a process, on connections of its own. */
export function openKeys({ keysDatabaseUrl, masterKeys }: Pick<Config, 'keysDatabaseUrl' | 'masterKeys'>): { keys: KeyStore; end: () => Promise<void> } {
  const sql = connect(keysDatabaseUrl);
  return { keys: keyStore(sql, masterKeys), end: () => sql.end() };
}
