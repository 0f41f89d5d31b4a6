import type { Sql } from '../../src/db/connect.ts';

/** Gives each account of a test an identity of the same name that may sign in as it. */
export async function admitAccounts(sql: Sql): Promise<void> {
  await sql`insert into identities (issuer, subject, account_id) select distinct i.issuer, a.id, a.id from identities i, accounts a on conflict do nothing`;
}
