/** What residents said of how to reach them, sealed by the key of the case that the person is in. */
import type { ContactDetails, HeardDetails } from '../../../domain/case/contact-details.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { KeyStore } from '../../../privacy/key-store.ts';
import { heardContact } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from './notes-and-plans.ts';

const wordsOf = ({ phone, email, preferred, partsOfDay }: ContactDetails): ContactDetails => ({ phone, email, preferred, partsOfDay });

/** @returns whether it is new */
export async function insertContactDetails({ sql, keys }: Stores, details: HeardDetails): Promise<boolean> {
  const { id, caseId, personId, recordedBy, recordedAt } = details;
  const sealed = heardContact.seal(await keys.make([caseId]), caseId, id, wordsOf(details));
  const inserted = await sql`
    insert into contact_details (id, case_id, person_id, sealed, recorded_by, recorded_at)
    values (${id}, ${caseId}, ${personId}, ${sealed}, ${recordedBy}, ${recordedAt}) on conflict (id) do nothing`;
  return inserted.count === 1;
}

interface Sealed extends Omit<HeardDetails, keyof ContactDetails> {
  sealed: Buffer;
}

/** Those of these cases that were not taken back, the newest first; none of an erased case. @param lock until the transaction ends */
export async function contactDetailsOf({ sql, keys }: Stores, caseIds: readonly string[], { lock = false }: { lock?: boolean } = {}): Promise<HeardDetails[]> {
  const rows = await sql<Sealed[]>`
    select id, case_id, person_id, sealed, recorded_by, recorded_at from contact_details
    where case_id = any(${[...caseIds]}::uuid[]) and withdrawn_at is null
    order by recorded_at desc, id ${lock ? sql`for update` : sql``}`;
  if (rows.length === 0) return [];
  const found = await keys.find([...new Set(rows.map(({ caseId }) => caseId))]);
  return rows.flatMap(({ sealed, ...row }) => {
    const opened = heardContact.open(found, row.caseId, row.id, sealed);
    return opened === null ? [] : [{ ...row, ...opened }];
  });
}

export async function findContactDetails(sql: Db, id: string): Promise<{ caseId: string; personId: string | null; withdrawnAt: Instant | null } | null> {
  const [row] = await sql<{ caseId: string; personId: string | null; withdrawnAt: Instant | null }[]>`select case_id, person_id, withdrawn_at from contact_details where id = ${id}`;
  return row ?? null;
}

/** That they were recorded stays; what was said goes. @returns whether they stood */
export async function withdrawContactDetails(sql: Db, id: string, at: Instant): Promise<boolean> {
  return (await sql`update contact_details set withdrawn_at = ${at}, sealed = null where id = ${id} and withdrawn_at is null`).count === 1;
}

export async function rewriteContactDetails({ sql, keys }: Stores, { id, caseId }: HeardDetails, right: ContactDetails): Promise<void> {
  await sql`update contact_details set sealed = ${heardContact.seal(await keys.find([caseId]), caseId, id, wordsOf(right))} where id = ${id}`;
}

/** Deletes those of these persons, and these. */
export async function removeContactDetails(tx: Db, personIds: readonly string[], ids: readonly string[]): Promise<void> {
  await tx`delete from contact_details where person_id = any(${[...personIds]}::uuid[]) or id = any(${[...ids]}::uuid[])`;
}

/** What the persons of these signals said goes along to another case. */
export async function moveContactDetails(tx: Db, keys: KeyStore, signalIds: readonly string[], caseId: string): Promise<void> {
  const rows = await tx<{ id: string; caseId: string; sealed: Buffer | null }[]>`
    select id, case_id, sealed from contact_details
    where person_id in (select person_id from signals where id = any(${[...signalIds]}::uuid[])) and case_id <> ${caseId} for update`;
  if (rows.length === 0) return;
  const [theirs, ours] = [await keys.find([...new Set(rows.map((row) => row.caseId))]), await keys.make([caseId])];
  for (const { id, caseId: from, sealed } of rows) {
    const opened = heardContact.open(theirs, from, id, sealed);
    if (opened !== null) await tx`update contact_details set case_id = ${caseId}, sealed = ${heardContact.seal(ours, caseId, id, opened)} where id = ${id}`;
  }
}
