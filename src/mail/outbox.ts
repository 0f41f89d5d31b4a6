/** The rows of the outbox: what is to be sent, to whom, and what became of it. Postgres holds the only content. */
import type { Db } from '../db/connect.ts';
import type { Recipient } from '../domain/case/step.ts';
import type { Instant } from '../domain/dates.ts';
import type { TemplateName } from './templates/index.ts';

export interface OutboxRow {
  id: string;
  template: TemplateName;
  recipient: Recipient;
  /** Ids and codes that the template's words are made from. */
  data: Record<string, unknown>;
  caseId: string | null;
  /** When what the mail tells of happened; a mail may leave much later. */
  createdAt: Instant;
  sentAt: Instant | null;
  failedAt: Instant | null;
}

/** Thrown where trying again cannot help: nobody to write to, or nothing left to write about. Free of personal data. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';
}

/** @throws Error for a row that belongs to no case: whoever wrote it made a mistake. */
export function caseIdOf({ id, caseId }: OutboxRow): string {
  if (caseId === null) throw new Error(`outbox row ${id} names no case`);
  return caseId;
}

/** @throws Error when the row is not there: whoever starts the sending has committed it. */
export async function outboxRow(db: Db, id: string): Promise<OutboxRow> {
  const [row] = await db<OutboxRow[]>`
    select id, template, recipient, data, case_id, created_at, sent_at, failed_at from outbox where id = ${id}`;
  if (row === undefined) throw new Error(`no outbox row ${id}`);
  return row;
}

/** `reservation` says who of several did not get it, and why; null when all did. */
export async function markSent(db: Db, id: string, at: Instant, messageId: string, reservation: string | null): Promise<void> {
  await db`update outbox set sent_at = ${at}, message_id = ${messageId}, failure = ${reservation} where id = ${id} and sent_at is null`;
}

export async function markFailed(db: Db, id: string, at: Instant, failure: string): Promise<void> {
  await db`update outbox set failed_at = ${at}, failure = ${failure} where id = ${id} and sent_at is null and failed_at is null`;
}
