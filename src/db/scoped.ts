/**
 * Connections that serve one scope for life: which rows they see is settled by Postgres' row-level security
 * (migration 000007), by the scope that each connection was opened with.
 */
import { createHmac } from 'node:crypto';
import type { CallingActor } from '../actor.ts';
import type { Config } from '../config.ts';
import { ConfigError } from '../config.ts';
import { keyedHash } from '../keyed-hash.ts';
import { connect, type Sql } from './connect.ts';

type Scoped = Pick<CallingActor, 'municipalityCode' | 'creditorId'> & { role: CallingActor['role'] | 'anyone' };

/** The system itself: workers, set-up, looking up who calls. */
const system: Scoped = { role: 'system', municipalityCode: null, creditorId: null };
/** Whoever has not signed in: sees what belongs to nobody, such as the calendar. */
const anyone: Scoped = { ...system, role: 'anyone' };

/** What scopes are signed with; the set-up gives it to Postgres too. */
export const scopeKeyOf = ({ hashKey }: Pick<Config, 'hashKey'>): string => keyedHash(hashKey, 'scope of a database connection');

/** As `current_scope()` reads it. */
export function scopeText(key: string, { role, municipalityCode, creditorId }: Scoped): string {
  const text = [role, municipalityCode ?? '', creditorId ?? ''].join('|');
  return `${text}|${createHmac('sha256', key).update(text).digest('hex')}`;
}

export interface Database {
  /** For what the system does by itself. */
  system: Sql;
  /** For what somebody asked: shows no row that is not theirs. */
  of(actor: CallingActor | null): Sql;
  end(): Promise<void>;
}

type Access = Pick<Config, 'databaseUrl' | 'hashKey'>;

/** The system's connections alone. */
export const connectAsSystem = (access: Access, { max = 10 }: { max?: number } = {}): Sql => connect(access.databaseUrl, { max, scope: scopeText(scopeKeyOf(access), system) });

/** A pool for each scope that calls, closed again when nobody does. */
export function openDatabase(access: Access): Database {
  const pools = new Map<string, Sql>();
  const poolOf = (scoped: Scoped): Sql => {
    const scope = scopeText(scopeKeyOf(access), scoped);
    const pool = pools.get(scope) ?? connect(access.databaseUrl, { scope });
    pools.set(scope, pool);
    return pool;
  };
  return {
    system: poolOf(system),
    of: (actor) => poolOf(actor ?? anyone),
    async end() {
      await Promise.all([...pools.values()].map((pool) => pool.end()));
    },
  };
}

/**
 * A Postgres that is away is not asked: nothing is read from it either.
 * @throws ConfigError when the account that the application signs in with is not bound by row-level security
 */
export async function mustBeBound(sql: Sql): Promise<void> {
  const [account] = await sql<{ name: string; free: boolean }[]>`
    select current_user as name, rolsuper or rolbypassrls or exists (select from pg_tables where schemaname = 'public' and tableowner = current_user) as free
    from pg_roles where rolname = current_user`.catch((): [] => []);
  if (account?.free !== true) return;
  throw new ConfigError(`DATABASE_URL signs in as "${account.name}", which row-level security does not bind: name an account that owns nothing, and the owner in DATABASE_OWNER_URL for the set-up alone.`);
}
