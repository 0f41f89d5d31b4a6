/**
 * The scope of a query: Postgres' row-level security (migration 000007) uses the scope of its transaction to settle which rows it sees.
 */
import { createHmac } from 'node:crypto';
import type { CallingActor } from '../actor.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import { keyedHash } from '../keyed-hash.ts';
import { connect, type Connections, type Sql } from './connect.ts';
import { openPool } from './pool.ts';
import { scopedSql } from './scoped-sql.ts';

export type Scoped = Pick<CallingActor, 'municipalityCode' | 'creditorId'> & { role: CallingActor['role'] | 'anyone' };

/** The scope of the system itself: workers, set-up, looking up callers. */
const system: Scoped = { role: 'system', municipalityCode: null, creditorId: null };
/** The scope of a caller who has not signed in: sees public data, such as the calendar. */
const anyone: Scoped = { ...system, role: 'anyone' };

/** The key that signs scopes; the set-up stores it in Postgres too. */
export const scopeKeyOf = ({ hashKey }: Pick<Config, 'hashKey'>): string => keyedHash(hashKey, 'scope of a database connection');

/** The text that `current_scope()` reads. */
export function scopeText(key: string, { role, municipalityCode, creditorId }: Scoped): string {
  const text = [role, municipalityCode ?? '', creditorId ?? ''].join('|');
  return `${text}|${createHmac('sha256', key).update(text).digest('hex')}`;
}

export interface Database {
  /** Connections with the scope of the system. */
  system: Sql;
  /** Connections with the scope of a caller: other rows are invisible. */
  of(actor: CallingActor | null): Sql;
  end(): Promise<void>;
}

type Access = Pick<Config, 'databaseUrl' | 'hashKey'>;

/** The connections of a process that only acts as the system: the scope is set once, when they open. */
export const connectAsSystem = (access: Access, { max = 10 }: { max?: number } = {}): Connections => connect(access.databaseUrl, { max, scope: scopeText(scopeKeyOf(access), system) });

/** How long a request waits for a connection when all are in use. */
const WAIT_MS = 5_000;

/** One pool for everybody who calls. */
export function openDatabase(access: Access & Pick<Config, 'databaseConnections' | 'databaseAnswerMs'>, { waitMs = WAIT_MS } = {}): Database {
  const pool = openPool(access.databaseUrl, { connections: access.databaseConnections, waitMs, answerMs: access.databaseAnswerMs });
  const template = connect(access.databaseUrl);
  const of = (scoped: Scoped): Sql => scopedSql(pool, template, scopeText(scopeKeyOf(access), scoped));
  return { system: of(system), of: (actor) => of(actor ?? anyone), end: () => pool.end() };
}

/**
 * When Postgres is away this check is skipped: then nothing can be read either.
 * @throws ConfigError when the account that the application signs in with is not bound by row-level security
 */
export async function mustBeBound(sql: Sql): Promise<void> {
  const [account] = await sql<{ name: string; free: boolean }[]>`
    select current_user as name, rolsuper or rolbypassrls or exists (select from pg_tables where schemaname = 'public' and tableowner = current_user) as free
    from pg_roles where rolname = current_user`.catch((): [] => []);
  if (account?.free !== true) return;
  throw new ConfigError(`DATABASE_URL signs in as "${account.name}", which row-level security does not bind: name an account that owns nothing, and the owner in DATABASE_OWNER_URL for the set-up alone.`);
}
