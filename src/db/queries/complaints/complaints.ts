/** Complaints as they are read: row-level security settles which. */
import type { ComplaintOutcome, ComplaintSource, ComplaintState, ComplaintSubject } from '../../../domain/complaints/complaint.ts';
import type { DeadlineState } from '../../../domain/deadlines/deadline.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { PageAsked } from '../../../paging.ts';
import { complaintWords, noteText, type ComplaintWords } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface ComplaintRow {
  id: string;
  source: ComplaintSource;
  subject: ComplaintSubject;
  caseId: string | null;
  caseNumber: string | null;
  personId: string | null;
  creditorId: string | null;
  creditor: string | null;
  municipalityCode: string;
  municipality: string;
  aboutAccountId: string | null;
  aboutAccount: string | null;
  receivedOn: LocalDate;
  recordedAt: Instant;
  recordedBy: string;
  ownerId: string | null;
  owner: string | null;
  /** The day on which the complainant was told that it came in. */
  receiptSentOn: LocalDate | null;
  state: ComplaintState;
  outcome: ComplaintOutcome | null;
  wordsId: string | null;
  noteId: string | null;
  extendedTo: LocalDate | null;
  extendedAt: Instant | null;
  extendedWithConsent: boolean;
  extensionId: string | null;
  decisionId: string | null;
  decidedAt: Instant | null;
  /** The day on which the complainant was told, where that was said; recorded at `decidedAt`. */
  decidedOn: LocalDate | null;
  decidedBy: string | null;
  findingsId: string | null;
  endedAt: Instant | null;
  /** The day of its deadline; null until its workflow has started. */
  dueOn: LocalDate | null;
  dueBefore: Instant | null;
  deadlineState: DeadlineState | null;
  breachedAt: Instant | null;
}

const rows = (sql: Db) => sql`
  select c.id, c.source, c.subject, c.case_id, cases.number as case_number, c.person_id, c.creditor_id, creditors.name as creditor, c.municipality_code, m.name as municipality,
    c.about_account_id, about.name as about_account, c.received_on, c.recorded_at, c.recorded_by, c.owner_id, owner.name as owner, c.receipt_sent_on, c.state, c.outcome,
    c.words_id, c.note_id, c.extended_to, c.extended_at, c.extended_with_consent, c.extension_id, c.decision_id, c.decided_at, c.decided_on, c.decided_by, c.findings_id, c.ended_at,
    d.due_on, d.due_before, d.state as deadline_state, d.breached_at
  from complaints c join municipalities m on m.code = c.municipality_code
  left join cases on cases.id = c.case_id left join creditors on creditors.id = c.creditor_id
  left join accounts about on about.id = c.about_account_id left join accounts owner on owner.id = c.owner_id
  left join deadlines d on d.complaint_id = c.id`;

export async function findComplaint(sql: Db, id: string): Promise<ComplaintRow | null> {
  const [row] = await sql<ComplaintRow[]>`${rows(sql)} where c.id = ${id}`;
  return row ?? null;
}

export interface ComplaintFilters {
  states: readonly ComplaintState[];
  municipality?: string | undefined;
  owner?: string | undefined;
  subject?: ComplaintSubject | undefined;
  outcome?: ComplaintOutcome | undefined;
  caseId?: string | undefined;
  /** Received on this local day or later, or earlier. */
  from?: LocalDate | undefined;
  to?: LocalDate | undefined;
}

const chosen = (sql: Db, f: Omit<ComplaintFilters, 'states'>) => sql`
  ${f.municipality === undefined ? sql`` : sql`and c.municipality_code = ${f.municipality}`}
  ${f.owner === undefined ? sql`` : sql`and c.owner_id = ${f.owner}`}
  ${f.subject === undefined ? sql`` : sql`and c.subject = ${f.subject}`}
  ${f.outcome === undefined ? sql`` : sql`and c.outcome = ${f.outcome}`}
  ${f.caseId === undefined ? sql`` : sql`and c.case_id = ${f.caseId}`}
  ${f.from === undefined ? sql`` : sql`and c.received_on >= ${f.from}`}
  ${f.to === undefined ? sql`` : sql`and c.received_on <= ${f.to}`}`;

export interface ComplaintPosition {
  /** 'infinity' when the workflow has not started yet. */
  dueBefore: string;
  id: string;
}

/** Nearest deadline first. */
export function listComplaints(sql: Db, filters: ComplaintFilters, { after, limit }: PageAsked<ComplaintPosition>): Promise<ComplaintRow[]> {
  return sql<ComplaintRow[]>`
    ${rows(sql)} where c.state = any(${[...filters.states]}) ${chosen(sql, filters)}
      ${after === null ? sql`` : sql`and (coalesce(d.due_before, 'infinity'), c.id) > (${after.dueBefore}, ${after.id}::uuid)`}
    order by coalesce(d.due_before, 'infinity'), c.id limit ${limit}`;
}

export interface ComplaintCount {
  municipalityCode: string;
  source: ComplaintSource;
  subject: ComplaintSubject;
  state: ComplaintState;
  outcome: ComplaintOutcome | null;
  complaints: number;
  /** How many of these were not handled in time. */
  late: number;
}

/** What reports count: those that were received in a period. */
export function countComplaints(sql: Db, filters: Omit<ComplaintFilters, 'states'>): Promise<ComplaintCount[]> {
  return sql<ComplaintCount[]>`
    select c.municipality_code, c.source, c.subject, c.state, c.outcome, count(*)::int as complaints, count(*) filter (where d.breached_at is not null and not d.moot)::int as late
    from complaints c left join deadlines d on d.complaint_id = c.id
    where true ${chosen(sql, filters)} group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`;
}

/** Complaints in which something of these persons, or of nobody in particular, is told of a case; the oldest first. */
export function complaintsOfCase(sql: Db, caseId: string, personIds: readonly string[]): Promise<ComplaintRow[]> {
  return sql<ComplaintRow[]>`${rows(sql)} where c.case_id = ${caseId} and (c.person_id is null or c.person_id = any(${[...personIds]}::uuid[])) order by c.received_on, c.id`;
}

/** What seals the words of a complaint: the key of its case, or one of its own. */
export const sealedFor = (complaintId: string, caseId: string | null): string => caseId ?? complaintId;

/** The words, by id; none when they were erased. */
export async function complaintWordsOf({ sql, keys }: Stores, complaintIds: readonly string[]): Promise<ReadonlyMap<string, ComplaintWords>> {
  const found = await sql<{ id: string; complaintId: string; caseId: string | null; sealed: Buffer; isNote: boolean }[]>`
    select id, complaint_id, case_id, sealed, false as is_note from complaint_words where complaint_id = any(${[...complaintIds]}::uuid[])
    union all select n.id, c.id, c.case_id, n.sealed, true from complaints c join notes n on n.id = c.note_id where c.id = any(${[...complaintIds]}::uuid[])`;
  const key = await keys.find(found.map(({ complaintId, caseId }) => sealedFor(complaintId, caseId)));
  return new Map(found.flatMap(({ id, complaintId, caseId, sealed, isNote }) => {
    const subject = sealedFor(complaintId, caseId);
    const note = isNote ? noteText.open(key, subject, id, sealed) : null;
    const words = isNote ? (note === null ? null : { words: note }) : complaintWords.open(key, subject, id, sealed);
    return words === null ? [] : [[id, words]];
  }));
}
