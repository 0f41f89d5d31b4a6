/** Mails that wait to be sent together, as entries of a digest. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { MailRecipient, OutboxRow } from './outbox.ts';

/** The mail waits for the digest of this moment: it is the sender's no more. */
export async function holdMail(db: Db, id: string, until: Instant): Promise<void> {
  await db`
    update outbox set held_until = ${until}, claimed_by = null, claimed_until = null
    where id = ${id} and sent_at is null and failed_at is null and digest_id is null`;
}

/** For whom a digest is due. */
export async function recipientsOfDue(db: Db, at: Instant): Promise<MailRecipient[]> {
  const rows = await db<{ recipient: MailRecipient }[]>`
    select distinct recipient from outbox
    where held_until <= ${at} and digest_id is null and skipped_at is null and sent_at is null and failed_at is null`;
  return rows.map(({ recipient }) => recipient);
}

/** What is due for it, oldest first. Locked: two senders do not make one digest twice. */
export const lockDueEntries = (tx: Db, recipient: MailRecipient, at: Instant) => tx<OutboxRow[]>`
  select id, template, recipient, data, case_id, created_at, sent_at, failed_at, taken_by, tries from outbox
  where recipient = ${tx.json(recipient)} and held_until <= ${at} and digest_id is null and skipped_at is null and sent_at is null and failed_at is null
  order by created_at, id for update`;

/** Ids of entries that are sent in it. */
export async function putInDigest(tx: Db, digestId: string, ids: readonly string[]): Promise<void> {
  await tx`update outbox set digest_id = ${digestId} where id = any(${[...ids]})`;
}

export async function skipMails(tx: Db, ids: readonly string[], at: Instant): Promise<void> {
  if (ids.length > 0) await tx`update outbox set skipped_at = ${at} where id = any(${[...ids]})`;
}

export const entriesBy = (db: Db, ids: readonly string[]) => db<OutboxRow[]>`
  select id, template, recipient, data, case_id, created_at, sent_at, failed_at, taken_by, tries from outbox where id = any(${[...ids]})`;

/** Of an eviction or a disconnection nothing waits. */
export async function hasCrisis(db: Db, caseId: string, creditorId: string): Promise<boolean> {
  return (await db`select 1 from signals where case_id = ${caseId} and creditor_id = ${creditorId} and crisis and state = 'in-case' limit 1`).length > 0;
}

/** Of entries about new cases, those that are still to be visited, with the team that has them; one without a team is the municipality's. */
export const teamsOf = (tx: Db, ids: readonly string[]) => tx<{ id: string; caseId: string; teamId: string }[]>`
  select o.id, c.id as case_id, coalesce(c.team_id, c.municipality_code) as team_id from outbox o join cases c on c.id = o.case_id
  where o.id = any(${[...ids]}) and c.phase = 'visiting' order by c.number, c.id`;
