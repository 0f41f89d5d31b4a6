/** Creditors and their people, as an administrator keeps them. */
import type { Contact } from '../../../domain/agreements/contact.ts';
import type { CreditorKind } from '../../../domain/codes.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface CreditorFields {
  name: string;
  kind: CreditorKind;
  email: string;
}
export interface CreditorRow extends CreditorFields {
  id: string;
  version: number;
  /** The last day on which it delivers; null while nobody has ended it. */
  endedOn: LocalDate | null;
}

export async function findCreditor(sql: Db, id: string): Promise<CreditorRow | null> {
  return (await sql<CreditorRow[]>`select id, name, kind, email, version, ended_on from creditors where id = ${id}`)[0] ?? null;
}

export async function lockCreditor(tx: Db, id: string): Promise<CreditorRow | null> {
  return (await tx<CreditorRow[]>`select id, name, kind, email, version, ended_on from creditors where id = ${id} for update`)[0] ?? null;
}

/** @returns whether it is new */
export async function insertCreditor(tx: Db, creditor: CreditorFields & { id: string }): Promise<boolean> {
  return (await tx`insert into creditors ${tx(creditor)} on conflict (id) do nothing`).count > 0;
}

export async function updateCreditor(tx: Db, id: string, fields: CreditorFields): Promise<void> {
  await tx`update creditors set ${tx(fields)}, version = version + 1 where id = ${id}`;
}

export async function endCreditorOn(tx: Db, id: string, day: LocalDate): Promise<void> {
  await tx`update creditors set ended_on = ${day}, version = version + 1 where id = ${id}`;
}

export const contactsOf = (sql: Db, creditorId: string) => sql<Contact[]>`select name, email, about, single from creditor_contacts where creditor_id = ${creditorId} order by name, email`;

export async function replaceContacts(tx: Db, creditorId: string, contacts: readonly Contact[]): Promise<void> {
  await tx`delete from creditor_contacts where creditor_id = ${creditorId}`;
  for (const { name, email, about, single } of contacts) await tx`insert into creditor_contacts (creditor_id, name, email, about, single) values (${creditorId}, ${name}, ${email}, ${about}, ${single})`;
  await tx`update creditors set version = version + 1 where id = ${creditorId}`;
}
