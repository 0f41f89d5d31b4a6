import { readdir, readFile } from 'node:fs/promises';
import postgres from 'postgres';

/** A folder of numbered files, and the table that says which of them a database has. */
interface Migrations {
  folder: URL;
  table: string;
}

const main: Migrations = { folder: new URL('./migrations/', import.meta.url), table: 'migrations' };
/** The migrations of the database with the keys of personal data. */
export const keyMigrations: Migrations = { folder: new URL('../privacy/migrations/', import.meta.url), table: 'key_migrations' };

/** Any fixed number. A migrating process holds this advisory lock, so that two that start at once take turns. */
const MIGRATION_LOCK = 7_201_994;

/**
 * Brings the database to the newest schema, each numbered file once and in a transaction of its own.
 * @throws Error when the database has a migration that this release does not know: it belongs to a newer one.
 */
export async function migrate(databaseUrl: string, { folder, table }: Migrations = main): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await sql`create table if not exists ${sql(table)} (name text primary key, applied_at timestamptz not null default now())`;
    const done = new Set((await sql<{ name: string }[]>`select name from ${sql(table)}`).map((row) => row.name));
    const known = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
    refuseNewer(done, known);
    for (const name of known.filter((file) => !done.has(file))) await apply(sql, { folder, table }, name);
  } finally {
    await sql.end();
  }
}

function refuseNewer(done: ReadonlySet<string>, known: readonly string[]): void {
  const newer = [...done].filter((name) => !known.includes(name));
  if (newer.length > 0) throw new Error(`The database has migrations of a newer release (${newer.join(', ')}): start that release, or restore a backup.`);
}

async function apply(sql: postgres.Sql, { folder, table }: Migrations, name: string): Promise<void> {
  const text = await readFile(new URL(name, folder), 'utf8');
  await sql.begin(async (tx) => {
    await tx.unsafe(text);
    await tx`insert into ${tx(table)} (name) values (${name})`;
  });
}
