/** Rewrites rows of a case from its history, in the caller's transaction. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** Rows, by the names of their columns. */
type Row = Record<string, unknown>;

/** Deletes rows of a case that do not follow from its history, by their keys. */
export async function removeRows(tx: Db, caseId: string, { deadlines, timeline, outbox }: Record<'deadlines' | 'timeline' | 'outbox', string[]>): Promise<void> {
  await tx`delete from deadlines where case_id = ${caseId} and id = any(${deadlines})`;
  await tx`delete from timeline where case_id = ${caseId} and key = any(${timeline})`;
  await tx`delete from outbox where case_id = ${caseId} and id = any(${outbox})`;
}

export async function writeDeadlines(tx: Db, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await tx`insert into deadlines ${tx(row)} on conflict (id) do update set ${tx(row)}`;
}

/** When it was first recorded stays. */
export async function writeTimeline(tx: Db, rows: readonly Row[]): Promise<void> {
  for (const row of rows) await tx`insert into timeline ${tx(row)} on conflict (case_id, key) do update set ${tx(row)}`;
}

/**
 * A mail whose row was lost may or may not have been sent. It is not sent automatically, perhaps months later, but counts as failed,
 * so that the desk sees it and decides.
 */
export async function writeLostMails(tx: Db, rows: readonly Row[], at: Instant): Promise<void> {
  const lost = { failedAt: at, failure: 'repaired: its row was lost, so nobody knows whether it was sent' };
  for (const row of rows) await tx`insert into outbox ${tx({ ...row, ...lost })} on conflict (id) do update set ${tx(row)}`;
}

/** A deleted row is not made again. */
export async function writeSignal(tx: Db, id: string, row: Row): Promise<void> {
  await tx`update signals set ${tx(row)} where id = ${id}`;
}

export async function writeCase(tx: Db, caseId: string, row: Row): Promise<void> {
  await tx`update cases set ${tx(row)} where id = ${caseId}`;
}
