import type { Sql } from '../../src/db/connect.ts';

/** Lets a person of the same name sign in as each account: for accounts that a test made. */
export async function admitAccounts(sql: Sql): Promise<void> {
  await sql`insert into identities (issuer, subject, account_id) select distinct i.issuer, a.id, a.id from identities i, accounts a on conflict do nothing`;
}
