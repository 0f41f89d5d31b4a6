/** Creditors, and their people. What is agreed with them stands in `usecases/agreements`. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { contactsOf, findCreditor, insertCreditor, lockCreditor, replaceContacts, updateCreditor, type CreditorFields, type CreditorRow } from '../../db/queries/administration/creditors.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { Contact } from '../../domain/agreements/contact.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { mustBeAsRead } from './guards.ts';

export const noCreditor = (): AppError => new AppError('not-found', 'Deze schuldeiser bestaat hier niet.');
const fieldsOf = ({ name, kind, email }: CreditorFields): CreditorFields => ({ name, kind, email });
const isSame = (one: CreditorFields, other: CreditorFields): boolean => JSON.stringify(fieldsOf(one)) === JSON.stringify(fieldsOf(other));

/** @returns whether it is new @throws AppError forbidden; conflict when the id is another creditor's */
export async function createCreditor(sql: Sql, actor: CallingActor, { id, ...fields }: CreditorFields & { id: string }, at: Instant): Promise<boolean> {
  mustBeTheirs(actor, null);
  return sql.begin(async (tx) => {
    const isNew = await insertCreditor(tx, { id, ...fieldsOf(fields) });
    const found = await findCreditor(tx, id);
    if (found === null || !isSame(found, fields)) throw new AppError('conflict', 'Deze aanduiding (id) is al van een andere schuldeiser; kies een andere.', { extra: { reason: 'exists' } });
    if (isNew) await writeAudit(tx, actor, { action: 'change-creditor', outcome: 'done', at, detail: { creditorId: id, kind: fields.kind, fields: ['id'] } });
    return isNew;
  });
}

/** What is not given stays. Signals that came keep the kind that they came with. @throws AppError forbidden, not-found; conflict when it was changed meanwhile */
export async function changeCreditor(sql: Sql, actor: CallingActor, { id, version, changes }: { id: string; version: number; changes: Partial<CreditorFields> }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    const found = await creditorToChange(tx, id);
    const wanted = { ...fieldsOf(found), ...changes };
    if (isSame(found, wanted)) return;
    mustBeAsRead(found, version);
    await updateCreditor(tx, id, wanted);
    const fields = (['name', 'kind', 'email'] as const).filter((field) => wanted[field] !== found[field]);
    await writeAudit(tx, actor, { action: 'change-creditor', outcome: 'done', at, detail: { creditorId: id, fields } });
  });
}

/** The whole list; mail that is sent from now on goes to them. @throws AppError forbidden, not-found; conflict when it was changed meanwhile */
export async function keepContacts(sql: Sql, actor: CallingActor, { id, version, contacts }: { id: string; version: number; contacts: Contact[] }, at: Instant): Promise<void> {
  mustBeTheirs(actor, null);
  await sql.begin(async (tx) => {
    const found = await creditorToChange(tx, id);
    if (asText(await contactsOf(tx, id)) === asText(contacts)) return;
    mustBeAsRead(found, version);
    await replaceContacts(tx, id, contacts);
    await writeAudit(tx, actor, { action: 'change-creditor', outcome: 'done', at, detail: { creditorId: id, fields: ['contacts'], contacts: contacts.length } });
  });
}

const asText = (contacts: readonly Contact[]): string => JSON.stringify(contacts.map(({ name, email, about, single }) => JSON.stringify([name, email, [...about].sort(), [...single].sort()])).sort());

async function creditorToChange(tx: Db, id: string): Promise<CreditorRow> {
  const found = await lockCreditor(tx, id);
  if (found === null) throw noCreditor();
  return found;
}
