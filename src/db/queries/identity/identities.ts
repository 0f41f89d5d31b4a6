import type { Db } from '../../connect.ts';
import type { Account } from './accounts.ts';

/** A person or system at an issuer: the `iss` and `sub` of a token. */
export interface Subject {
  issuer: string;
  subject: string;
}

/** Every account that a subject may act as: not those that are blocked, or have left. */
export function accountsOf(sql: Db, { issuer, subject }: Subject): Promise<Account[]> {
  return sql<Account[]>`
    select a.id, a.name, a.role, a.municipality_code, a.team_id, a.creditor_id
    from identities i join accounts a on a.id = i.account_id
    where i.issuer = ${issuer} and i.subject = ${subject} and a.blocked_at is null and a.left_at is null order by a.id`;
}

/** Lets a subject act as an account; existing rows stay. */
export async function addIdentities(sql: Db, identities: readonly (Subject & { accountId: string })[]): Promise<void> {
  await sql`insert into identities ${sql(identities, 'issuer', 'subject', 'accountId')} on conflict do nothing`;
}
