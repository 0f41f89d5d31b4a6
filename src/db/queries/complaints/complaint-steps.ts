/** Writes complaints: recorded, handed to somebody, stored with the state of their workflow, and gone for their age. */
import type { ComplaintSource, ComplaintSubject } from '../../../domain/complaints/complaint.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import { complaintWords, type ComplaintWords } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import { complaintColumns, type ComplaintRecord } from '../../rows/complaint.ts';
import type { Stores } from '../cases/notes-and-plans.ts';
import { sealedFor } from './complaints.ts';

export interface NewComplaintRow {
  id: string;
  source: ComplaintSource;
  subject: ComplaintSubject;
  caseId: string | null;
  personId: string | null;
  creditorId: string | null;
  municipalityCode: string;
  aboutAccountId: string | null;
  receivedOn: LocalDate;
  recordedAt: Instant;
  recordedBy: string;
  policyVersion: string;
  wordsId: string;
}

/** False when it was recorded before. Without a conflict target: whoever records it may not see it. */
export async function insertComplaint(tx: Db, row: NewComplaintRow): Promise<boolean> {
  return (await tx`insert into complaints ${tx(row as never)} on conflict do nothing`).count === 1;
}

export async function insertComplaintWords({ sql, keys }: Stores, { id, complaintId, caseId, authorId, at }: { id: string; complaintId: string; caseId: string | null; authorId: string; at: Instant }, words: ComplaintWords): Promise<void> {
  const subject = sealedFor(complaintId, caseId);
  const sealed = complaintWords.seal(await keys.make([subject]), subject, id, words);
  await sql`
    insert into complaint_words (id, complaint_id, case_id, sealed, author_id, created_at)
    values (${id}, ${complaintId}, ${caseId}, ${sealed}, ${authorId}, ${at}) on conflict do nothing`;
}

/** Deletes the words of a command that was refused. */
export async function removeComplaintWords(sql: Db, id: string): Promise<void> {
  await sql`delete from complaint_words where id = ${id} and not exists (select from complaints c where complaint_words.id in (c.words_id, c.findings_id, c.extension_id))`;
}

/** @returns its municipality; null when this record, or a later one, is stored already */
export async function updateComplaint(tx: Db, record: ComplaintRecord): Promise<string | null> {
  const [row] = await tx<{ municipalityCode: string }[]>`
    update complaints set ${tx(complaintColumns(record))} where id = ${record.complaintId} and seq < ${record.seq} returning municipality_code`;
  return row?.municipalityCode ?? null;
}

/** @throws Error when there is none */
export async function complaintToStart(sql: Db, id: string): Promise<{ receivedOn: LocalDate; recordedAt: Instant; policyVersion: string }> {
  const [row] = await sql<{ receivedOn: LocalDate; recordedAt: Instant; policyVersion: string }[]>`select received_on, recorded_at, policy_version from complaints where id = ${id}`;
  if (row === undefined) throw new Error(`no complaint ${id}`);
  return row;
}

/** Complaints that were recorded more than a minute ago and whose workflow has not started. */
export async function unstartedComplaints(sql: Db): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from complaints where state = 'received' and seq = 0 and recorded_at < now() - interval '1 minute' order by recorded_at`).map(({ id }) => id);
}

/** Complaints that wait to be handled, of these municipalities; null: of all. */
export async function waitingComplaints(sql: Db, scope: readonly string[] | null): Promise<string[]> {
  const waiting = await sql<{ id: string }[]>`
    select id from complaints where state = 'received' and seq > 0 ${scope === null ? sql`` : sql`and municipality_code = any(${[...scope]})`} order by id`;
  return waiting.map(({ id }) => id);
}

/** @returns whether it changed */
export async function storeComplaintOwner(tx: Db, id: string, ownerId: string): Promise<boolean> {
  return (await tx`update complaints set owner_id = ${ownerId} where id = ${id} and owner_id is distinct from ${ownerId}`).count === 1;
}

/** @returns whether it changed */
export async function storeComplaintReceipt(tx: Db, id: string, on: LocalDate, by: string): Promise<boolean> {
  return (await tx`update complaints set receipt_sent_on = ${on}, receipt_sent_by = ${by} where id = ${id} and receipt_sent_on is distinct from ${on}`).count === 1;
}

/** Deletes what one person said of a case; what others said stays. */
export async function removeComplaintsOf(tx: Db, personIds: readonly string[]): Promise<void> {
  await tx`delete from complaint_words where complaint_id in (select id from complaints where person_id = any(${[...personIds]}::uuid[]))`;
}

export interface EndedComplaint {
  id: string;
  endedAt: Instant;
  policyVersion: string;
}

/** Complaints about no case that ended before this moment, and whose words can still be opened. */
export function endedComplaints(sql: Db, { before, after, limit }: { before: Instant; after: string | null; limit: number }): Promise<EndedComplaint[]> {
  return sql<EndedComplaint[]>`
    select id, ended_at, policy_version from complaints
    where case_id is null and key_destroyed_at is null and ended_at < ${before} ${after === null ? sql`` : sql`and id > ${after}::uuid`} order by id limit ${limit}`;
}

/** The words go; their key is destroyed next, and that is noted by `markComplaintKeyDestroyed`. */
export async function removeWordsOfComplaint(tx: Db, id: string, at: Instant): Promise<void> {
  await tx`delete from complaint_words where complaint_id = ${id}`;
  await tx`update complaints set words_gone_at = coalesce(words_gone_at, ${at}) where id = ${id}`;
}

export async function markComplaintKeyDestroyed(sql: Db, id: string, at: Instant): Promise<void> {
  await sql`update complaints set key_destroyed_at = ${at} where id = ${id} and words_gone_at is not null`;
}
