import { randomBytes } from 'node:crypto';
import { applicationUrl } from '../../scripts/parts/postgres.ts';
import { connect } from '../../src/db/connect.ts';
import type { Sql } from '../../src/db/connect.ts';
import { keyStore, type KeyStore } from '../../src/privacy/key-store.ts';
import { masterKeys } from './keys.ts';
import { fromGlobalSetup } from './from-global-setup.ts';
import { templateName } from './template-database.ts';

export interface TestDatabase {
  /** Connection string of the owner, who may do everything. */
  readonly url: string;
  /** That of the application, which row-level security binds. */
  readonly applicationUrl: string;
  readonly sql: Sql;
  /** The keys of what is sealed in it; in tests they stand in the same database. */
  readonly keys: KeyStore;
  /** Closes `sql` and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A migrated, empty database of its own for one test file. */
export async function testDatabase(): Promise<TestDatabase> {
  const adminUrl = fromGlobalSetup('TEST_DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(adminUrl, (admin) => admin`create database ${admin(name)} template ${admin(templateName)} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = name;
  const sql = connect(url.href, { max: 4 });
  return {
    url: url.href,
    applicationUrl: applicationUrl(url.href),
    sql,
    keys: keyStore(sql, masterKeys),
    async drop() {
      await sql.end({ timeout: 1 });
      await asAdmin(adminUrl, (admin) => admin`drop database ${admin(name)} with (force)`);
    },
  };
}

async function asAdmin(url: string, work: (admin: Sql) => Promise<unknown>): Promise<void> {
  const admin = connect(url, { max: 1 });
  await work(admin);
  await admin.end();
}
