import { randomBytes } from 'node:crypto';
import { applicationUrl } from '../../scripts/parts/postgres.ts';
import { connect, type Connections } from '../../src/db/connect.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { keyStore, type KeyStore } from '../../src/privacy/key-store.ts';
import { hashKey, masterKeys } from '../data/keys.ts';
import { fromGlobalSetup } from '../from-global-setup.ts';
import { templateName } from './template-database.ts';

/**
 * The connection of the tables' owner, who alone can make and empty tables and rewrite the audit log. Its type differs from that of
 * the application's connection, so that the compiler refuses to run a use case, query or activity on it.
 */
export interface OwnerTransaction {
  <Rows extends object[] = Record<string, unknown>[]>(statement: TemplateStringsArray, ...values: unknown[]): Promise<Rows>;
  /** The name of a table or column, or rows to insert. */
  (part: string | readonly object[]): unknown;
  unsafe(statement: string): Promise<Record<string, unknown>[]>;
}

export interface Owner extends OwnerTransaction {
  begin<Result>(work: (tx: OwnerTransaction) => Promise<Result>): Promise<Result>;
  end(options: { timeout: number }): Promise<void>;
}

export const connectAsOwner = (ownerUrl: string): Owner => connect(ownerUrl, { max: 4 }) as unknown as Owner;

export interface TestDatabase {
  /** Connection string of the application's account, to which row-level security applies. */
  readonly url: string;
  /** Connection string of the owner, for set-up code. */
  readonly ownerUrl: string;
  /** A connection of the application's account with the scope of the system, as a worker has. */
  readonly sql: Connections;
  readonly owner: Owner;
  /** The keys of the sealed data; in tests they are stored in the same database. */
  readonly keys: KeyStore;
  /** Opens more connections like `sql`; the caller must end them. */
  connect(pool: { max: number }): Connections;
  /** Closes `sql` and removes the database, also when others are still connected. */
  drop(): Promise<void>;
}

/** A migrated, empty database of its own for one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = fromGlobalSetup('TEST_DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, (admin) => admin`create database ${admin(name)} template ${admin(templateName)} strategy file_copy`);
  const ownerUrl = Object.assign(new URL(adminUrl), { pathname: name }).href;
  const url = applicationUrl(ownerUrl);
  const more = ({ max }: { max: number }) => connectAsSystem({ databaseUrl: url, hashKey }, { max });
  const [sql, owner] = [more({ max: 4 }), connectAsOwner(ownerUrl)];
  return {
    url,
    ownerUrl,
    sql,
    owner,
    keys: keyStore(sql, masterKeys),
    connect: more,
    async drop() {
      await Promise.all([sql.end({ timeout: 1 }), owner.end({ timeout: 1 })]);
      await asAdmin(adminUrl, (admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

async function asAdmin(url: string, work: (admin: Connections) => Promise<unknown>): Promise<void> {
  const admin = connect(url, { max: 1 });
  await work(admin);
  await admin.end();
}
