/** Complaints: the list, one with what was said, and what reports count. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { complaintWordsOf, countComplaints, findComplaint, listComplaints, type ComplaintFilters, type ComplaintPosition, type ComplaintRow } from '../../db/queries/complaints/complaints.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import type { ComplaintState } from '../../domain/complaints/complaint.ts';
import type { Calendar } from '../../domain/time/calendar.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { onePage, shownAs, type PageAsked } from '../../paging.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { complaintOutcomeLabels, complaintSourceLabels, complaintStateLabels, complaintSubjectLabels } from '../../wording/labels/complaints.ts';
import { dueBadge } from '../../wording/sentences/due.ts';

/** As lists show it: without a word that was said. */
function complaintItem(row: ComplaintRow, today: LocalDate, calendar: Calendar) {
  const { id, source, subject, caseId, caseNumber, personId, creditorId, creditor, municipalityCode, municipality, aboutAccountId, aboutAccount, receivedOn, recordedAt, recordedBy, ownerId, owner } = row;
  const { receiptSentOn, state, outcome, dueOn, dueBefore, deadlineState, breachedAt, extendedTo, extendedAt, extendedWithConsent, decidedAt, decidedOn, endedAt } = row;
  return {
    ...{ id, source, subject, caseId, caseNumber, personId, creditorId, creditor, municipalityCode, municipality, aboutAccountId, aboutAccount, receivedOn, recordedAt, recordedBy, ownerId, owner },
    ...{ receiptSentOn, state, outcome, dueOn, dueBefore, deadlineState, breachedAt, extendedTo, extendedAt, extendedWithConsent, decidedAt, decidedOn, endedAt },
    sourceLabel: complaintSourceLabels[row.source],
    subjectLabel: complaintSubjectLabels[row.subject],
    stateLabel: complaintStateLabels[row.state],
    outcomeLabel: row.outcome === null ? null : complaintOutcomeLabels[row.outcome],
    badge: row.dueOn === null || row.endedAt !== null ? null : dueBadge(row.dueOn, today, calendar),
  };
}

const waiting: readonly ComplaintState[] = ['received'];

/** The nearest deadline first; without states, all that still wait. */
export async function readComplaints(sql: Sql, { states = waiting, ...filters }: Omit<ComplaintFilters, 'states'> & { states?: readonly ComplaintState[] | undefined }, asked: PageAsked<ComplaintPosition>) {
  const page = await onePage(asked, (rows) => listComplaints(sql, { ...filters, states }, rows), ({ dueBefore, id }) => ({ dueBefore: dueBefore ?? 'infinity', id }));
  const [calendar, today] = [await currentCalendar(sql), localDate(new Date().toISOString())];
  return shownAs(page, (row) => complaintItem(row, today, calendar));
}

export async function countedComplaints(sql: Sql, filters: Omit<ComplaintFilters, 'states'>) {
  const rows = await countComplaints(sql, filters);
  return { complaints: rows.reduce((sum, row) => sum + row.complaints, 0), late: rows.reduce((sum, row) => sum + row.late, 0), parts: rows };
}

/** A complaint with what was said; none of that once it is erased. @throws AppError not-found */
export async function readComplaint({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, id: string) {
  const row = await findComplaint(sql, id);
  if (row === null) throw new AppError('not-found', 'Deze klacht bestaat niet, of is niet van u.');
  const [words, calendar] = await Promise.all([
    complaintWordsOf({ sql, keys }, [id]),
    currentCalendar(sql),
    writeAudit(sql, actor, { action: 'read-complaint', outcome: 'done', caseId: row.caseId, detail: { complaintId: id } }),
  ]);
  const said = words.get(row.wordsId ?? row.noteId ?? '');
  const { name, street = null, place = null } = said?.complainant ?? { name: null };
  return {
    ...complaintItem(row, localDate(new Date().toISOString()), calendar),
    complainant: name === null ? null : { name, street, place },
    words: said?.words ?? null,
    extensionReason: words.get(row.extensionId ?? '')?.words ?? null,
    findings: words.get(row.findingsId ?? '')?.words ?? null,
    decidedBy: row.decidedBy,
  };
}

export type ComplaintLetter = Pick<ComplaintRow, 'id' | 'municipality' | 'state' | 'subject' | 'receivedOn' | 'dueOn' | 'extendedTo' | 'outcome'> & { to: { name: string; street: string | null; place: string | null } | null; on: LocalDate; extensionReason: string | null; findings: string | null };

/** What the letter about a complaint says as it stands: receipt, more time, how it ended. @throws AppError not-found */
export async function writeComplaintLetter({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, id: string): Promise<ComplaintLetter> {
  const row = await findComplaint(sql, id);
  if (row === null) throw new AppError('not-found', 'Deze klacht bestaat niet, of is niet van u.');
  const words = await complaintWordsOf({ sql, keys }, [id]);
  const { municipality, state, subject, receivedOn, dueOn, extendedTo, outcome, decidedOn, decidedAt, extendedAt, receiptSentOn } = row;
  await writeAudit(sql, actor, { action: 'read-complaint-letter', outcome: 'done', caseId: row.caseId, detail: { complaintId: id, state } });
  const complainant = words.get(row.wordsId ?? '')?.complainant;
  return {
    ...{ id, municipality, state, subject, receivedOn, dueOn, extendedTo, outcome },
    to: complainant === undefined ? null : { name: complainant.name, street: complainant.street ?? null, place: complainant.place ?? null },
    on: decidedOn ?? (decidedAt === null && extendedAt === null ? receiptSentOn : null) ?? localDate(decidedAt ?? extendedAt ?? new Date().toISOString()),
    extensionReason: words.get(row.extensionId ?? '')?.words ?? null,
    findings: words.get(row.findingsId ?? '')?.words ?? null,
  };
}
