/** Which subjects of an issuer may act as which accounts, as an administrator keeps it. */
import type { Db } from '../../connect.ts';
import type { Subject } from '../identity/identities.ts';

export interface IdentityRow extends Subject {
  id: string;
  accountId: string;
}

/** Of these accounts; row-level security leaves out those of others. */
export const identitiesOf = (sql: Db, accountIds: readonly string[]) =>
  sql<IdentityRow[]>`select id, issuer, subject, account_id from identities where account_id = any(${[...accountIds]}) order by issuer, subject`;

export async function findIdentity(sql: Db, id: string): Promise<IdentityRow | null> {
  return (await sql<IdentityRow[]>`select id, issuer, subject, account_id from identities where id = ${id}`)[0] ?? null;
}

/** @returns its id, and whether it is new */
export async function connectIdentity(tx: Db, { issuer, subject }: Subject, accountId: string): Promise<{ id: string; isNew: boolean }> {
  const [made] = await tx<{ id: string }[]>`
    insert into identities (issuer, subject, account_id) values (${issuer}, ${subject}, ${accountId}) on conflict do nothing returning id`;
  if (made !== undefined) return { id: made.id, isNew: true };
  const [known] = await tx<{ id: string }[]>`select id from identities where issuer = ${issuer} and subject = ${subject} and account_id = ${accountId}`;
  if (known === undefined) throw new Error('an identity was removed while it was connected');
  return { id: known.id, isNew: false };
}

export async function removeIdentity(tx: Db, id: string): Promise<void> {
  await tx`delete from identities where id = ${id}`;
}

/** Ends the sessions in which somebody acts as this account, or has not chosen between it and others. @returns how many */
export async function removeSessionsOfAccount(tx: Db, accountId: string): Promise<number> {
  const { count } = await tx`
    delete from sessions where account_id = ${accountId}
      or (account_id is null and exists (select 1 from identities i where i.issuer = sessions.issuer and i.subject = sessions.subject and i.account_id = ${accountId}))`;
  return count;
}
