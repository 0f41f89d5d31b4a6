import { ConfigError, type Config } from '../config.ts';
import { connect, type Sql } from './connect.ts';
import { migrate } from './migrate.ts';
import { scopeKeyOf } from './scoped.ts';

/** Any fixed number: accounts belong to the cluster, so that the set-ups of two databases may meet. */
const ACCOUNT_LOCK = 7_201_995;

/**
 * Brings the database to this release's schema, as its owner, and lets the application's account in: one that owns
 * nothing and is bound by row-level security.
 * @throws ConfigError when the owner's account is not named
 */
export async function prepareDatabase(config: Pick<Config, 'databaseUrl' | 'databaseOwnerUrl' | 'hashKey'>): Promise<void> {
  const { databaseUrl, databaseOwnerUrl: ownerUrl } = config;
  if (ownerUrl === undefined) throw new ConfigError('DATABASE_OWNER_URL is not set: the set-up needs the account that owns the database; the application never does.');
  await migrate(ownerUrl);
  const sql = connect(ownerUrl, { max: 1 });
  try {
    await tellScopeKey(sql, scopeKeyOf(config));
    await admit(sql, new URL(databaseUrl));
  } finally {
    await sql.end();
  }
}

async function tellScopeKey(sql: Sql, key: string): Promise<void> {
  await sql`insert into scope_secret (key) values (convert_to(${key}, 'UTF8')) on conflict (one) do update set key = excluded.key where scope_secret.key <> excluded.key`;
}

/** Makes the application's account when it is not there, and grants it what row-level security then narrows. */
async function admit(sql: Sql, { username, password }: URL): Promise<void> {
  const [account, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${ACCOUNT_LOCK})`;
    const [known] = await tx`select 1 from pg_roles where rolname = ${account}`;
    if (known === undefined) {
      const [made] = await tx<{ statement: string }[]>`select format('create role %I login password %L', ${account}::text, ${secret}::text) as statement`;
      await tx.unsafe(made?.statement ?? '');
    }
    await tx`grant usage on schema public to ${tx(account)}`;
    await tx`grant select, insert, update, delete on all tables in schema public to ${tx(account)}`;
    await tx`grant usage on all sequences in schema public to ${tx(account)}`;
    await tx`revoke all on scope_secret, migrations from ${tx(account)}`;
    // What was done is noted once and for all.
    await tx`revoke update, delete on audit_log from ${tx(account)}`;
  });
}
