import { ConfigError, type Config } from '../config.ts';
import { keepPassword } from './account-password.ts';
import { connect, type Db, type Sql } from './connect.ts';
import { keyMigrations, migrate } from './migrate.ts';
import { hashFilesOfBefore } from './same-files.ts';
import { scopeKeyOf } from './scoped.ts';

/** Any fixed number: accounts belong to the cluster, so that the set-ups of two databases may meet. */
const ACCOUNT_LOCK = 7_201_995;

/**
 * Migrates the database and that of the keys to this release's schema, as their owner, and gives the application's account its
 * rights: it owns nothing, and row-level security applies to it.
 * @throws ConfigError when the owner's account is not named
 */
export async function prepareDatabase(config: Pick<Config, 'databaseUrl' | 'databaseOwnerUrl' | 'hashKey' | 'keysDatabaseUrl'>): Promise<void> {
  const { databaseUrl, databaseOwnerUrl: ownerUrl, keysDatabaseUrl } = config;
  if (ownerUrl === undefined) throw new ConfigError('DATABASE_OWNER_URL is not set: the set-up needs the account that owns the database; the application never does.');
  await migrate(ownerUrl);
  await asOwner(ownerUrl, async (sql) => {
    await tellScopeKey(sql, scopeKeyOf(config));
    await hashFilesOfBefore(sql, config.hashKey);
    await sql.begin((tx) => admit(tx, databaseUrl));
  });
  const keysOwnerUrl = sameAccount(ownerUrl, keysDatabaseUrl);
  await migrate(keysOwnerUrl, keyMigrations);
  await asOwner(keysOwnerUrl, (sql) => sql.begin((tx) => admitToKeys(tx, keysDatabaseUrl)));
}

async function asOwner(ownerUrl: string, work: (sql: Sql) => Promise<unknown>): Promise<void> {
  const sql = connect(ownerUrl, { max: 1 });
  await work(sql).finally(() => sql.end());
}

const sameAccount = (ownerUrl: string, databaseUrl: string): string => {
  const { username, password } = new URL(ownerUrl);
  return Object.assign(new URL(databaseUrl), { username, password }).href;
};

async function tellScopeKey(sql: Sql, key: string): Promise<void> {
  await sql`insert into scope_secret (key) values (convert_to(${key}, 'UTF8')) on conflict (one) do update set key = excluded.key where scope_secret.key <> excluded.key`;
}

/** Grants rights on tables; row-level security narrows them to rows. */
async function admit(tx: Db, databaseUrl: string): Promise<void> {
  const account = await accountOf(tx, databaseUrl);
  await tx`grant usage on schema public to ${tx(account)}`;
  await tx`grant select, insert, update, delete on all tables in schema public to ${tx(account)}`;
  await tx`grant usage on all sequences in schema public to ${tx(account)}`;
  await tx`revoke all on scope_secret, migrations from ${tx(account)}`;
  // Rows of the audit log can only be added, a trigger hands out their numbers, and sealing may read the last number.
  await tx`revoke update, delete on audit_log, audit_seals from ${tx(account)}`;
  await tx`revoke usage on sequence audit_log_ids from ${tx(account)}`;
  await tx`grant select on sequence audit_log_ids to ${tx(account)}`;
}

async function admitToKeys(tx: Db, keysDatabaseUrl: string): Promise<void> {
  const account = await accountOf(tx, keysDatabaseUrl);
  await tx`grant usage on schema keys to ${tx(account)}`;
  await tx`grant select, insert, update on keys.subject_keys to ${tx(account)}`;
}

/** The account of a connection string, made when it is not there. */
async function accountOf(tx: Db, url: string): Promise<string> {
  const { username, password } = new URL(url);
  const [account, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  await tx`select pg_advisory_xact_lock(${ACCOUNT_LOCK})`;
  const [known] = await tx`select 1 from pg_roles where rolname = ${account}`;
  if (known !== undefined) {
    await keepPassword(tx, url);
    return account;
  }
  const [made] = await tx<{ statement: string }[]>`select format('create role %I login password %L', ${account}::text, ${secret}::text) as statement`;
  await tx.unsafe(made?.statement ?? '');
  return account;
}
