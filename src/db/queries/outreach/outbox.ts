/** The rows of the outbox: which mail, to whom, and whether it was sent. */
import type { MailTemplate, Recipient } from '../../../domain/case/step.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** Templates of mails that belong to no case: of several mails to a creditor (`digest`), a delivery (`receipt`), a round (`match-list`; `drop-outs`: what became of a creditor's signals), a colleague's day (`daily`), a team's new cases, the nightly self-check. */
export type TemplateName = MailTemplate | 'digest' | 'new-cases' | 'match-list' | 'daily' | 'webhook-disabled' | 'receipt' | 'drop-outs' | 'person-corrected' | 'person-erased' | 'verification-failed' | 'audit-sealing';

/** `account`: one colleague, of what is told to that person alone. */
export type MailRecipient = Recipient | { kind: 'account'; id: string };

export interface OutboxRow {
  id: string;
  template: TemplateName;
  recipient: MailRecipient;
  /** The template's data: ids and codes. */
  data: Record<string, unknown>;
  caseId: string | null;
  /** The moment of the event that the mail is about; the mail may be sent much later. */
  createdAt: Instant;
  sentAt: Instant | null;
  failedAt: Instant | null;
  /** Keyed hashes of the addresses for which a mail server has accepted the mail. */
  takenBy: string[];
  /** How often it could not be sent. */
  tries: number;
}

/** A new row of the outbox, with the ids and codes of its template. */
interface MailToInsert {
  id: string;
  template: string;
  recipient: unknown;
  data: unknown;
  caseId?: string;
  roundId?: string;
  createdAt: string;
}

/** An existing row is left as it is. */
export async function insertMails(tx: Db, rows: readonly MailToInsert[]): Promise<void> {
  if (rows.length > 0) await tx`insert into outbox ${tx(rows as never)} on conflict (id) do nothing`;
}

/** @throws Error when the row does not exist: it is committed before its sending starts. */
export async function outboxRow(db: Db, id: string): Promise<OutboxRow> {
  const [row] = await db<OutboxRow[]>`
    select id, template, recipient, data, case_id, created_at, sent_at, failed_at, taken_by, tries from outbox where id = ${id}`;
  if (row === undefined) throw new Error(`no outbox row ${id}`);
  return row;
}

/** `address` is a keyed hash. Stored at once, so that this address does not get the mail again when others are retried. */
export async function markTaken(db: Db, id: string, address: string): Promise<void> {
  await db`update outbox set taken_by = array_append(taken_by, ${address}::text) where id = ${id} and not ${address}::text = any(taken_by)`;
}

/** With the entries, of a digest. `reservation` says which of several recipients did not get the mail, and why; null when all did. */
export async function markSent(db: Db, id: string, at: Instant, messageId: string, reservation: string | null): Promise<void> {
  await db`update outbox set sent_at = ${at}, message_id = ${messageId}, failure = ${reservation} where (id = ${id} or digest_id = ${id}) and sent_at is null`;
}

export async function markFailed(db: Db, id: string, at: Instant, failure: string): Promise<void> {
  await db`update outbox set failed_at = ${at}, failure = ${failure} where id = ${id} and sent_at is null and failed_at is null`;
}

interface Unsent {
  /** Not sent yet and still being tried; without those that wait for a digest. */
  waiting: number;
  /** When the longest waiting mail was written; null when none waits. */
  oldestAt: Instant | null;
  /** Mails that were refused for good. */
  failed: number;
}

/** How much mail has not been sent: for health and metrics. */
export async function countUnsent(db: Db): Promise<Unsent> {
  const [waiting] = await db<{ waiting: number; oldestAt: Instant | null }[]>`
    select count(*) as waiting, min(created_at) as oldest_at from outbox where sent_at is null and failed_at is null and held_until is null`;
  const [failed] = await db<{ failed: number }[]>`select count(*) as failed from outbox where failed_at is not null`;
  return { waiting: waiting?.waiting ?? 0, oldestAt: waiting?.oldestAt ?? null, failed: failed?.failed ?? 0 };
}
