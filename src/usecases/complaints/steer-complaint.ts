/** Handling a complaint: who does, that its receipt was confirmed, more time, and how it ended. What moves its term is asked of its workflow, the words kept apart from it. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit, writeAuditOnce } from '../../db/queries/audit/audit.ts';
import { insertComplaintWords, removeComplaintWords, storeComplaintOwner, storeComplaintReceipt } from '../../db/queries/complaints/complaint-steps.ts';
import { findComplaint, type ComplaintRow } from '../../db/queries/complaints/complaints.ts';
import { findAccount } from '../../db/queries/identity/accounts.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import type { AuditAction } from '../../domain/audit/audit.ts';
import { latestPutOff, mayPutOff, type ComplaintOutcome, type ComplaintStatus } from '../../domain/complaints/complaint.ts';
import { may } from '../../domain/identity/access.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { Erased } from '../../privacy/personal.ts';
import { complaintStateLabels } from '../../wording/labels/complaints.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { closeComplaintUpdate, extendComplaintUpdate, refused, withdrawComplaintUpdate } from '../../../workflows/contract.ts';
import { anonymisedError } from '../retention/anonymised.ts';
import type { ComplaintDependencies } from './file-complaint.ts';
import { startComplaint } from './start-complaint.ts';

interface Asked {
  complaintId: string;
  /** The caller's Idempotency-Key. */
  key: string;
}

/** @throws AppError not-found, forbidden, invalid-input or action-refused */
export async function giveComplaintTo({ sql }: { sql: Sql }, actor: CallingActor, { complaintId, key, ownerId }: Asked & { ownerId: string }): Promise<void> {
  const row = await mine(sql, actor, complaintId);
  mustWait(row);
  const owner = await findAccount(sql, ownerId);
  if (owner === null || !may(owner.role, 'handle-complaints') || (owner.municipalityCode !== null && owner.municipalityCode !== row.municipalityCode)) throw wrong('ownerId', 'may-handle', 'Kies een projectleider of iemand van het meldpunt die voor deze gemeente werkt.');
  if (ownerId === row.aboutAccountId) throw wrong('ownerId', 'not-about', 'De klacht gaat over deze medewerker; kies een ander (Algemene wet bestuursrecht artikel 9:7).');
  await sql.begin(async (tx) => {
    if (await storeComplaintOwner(tx, complaintId, ownerId)) await writeAudit(tx, actor, { action: 'give-complaint', outcome: 'done', caseId: row.caseId, detail: { complaintId, ownerId, commandId: key } });
  });
}

/** That the complainant was told that it came in (Awb art. 9:6). @throws AppError as `giveComplaintTo` */
export async function confirmComplaint({ sql }: { sql: Sql }, actor: CallingActor, { complaintId, key, on = localDate(new Date().toISOString()) }: Asked & { on?: LocalDate | undefined }): Promise<void> {
  const row = await mine(sql, actor, complaintId);
  mustBeDay(row, on);
  await sql.begin(async (tx) => {
    if (await storeComplaintReceipt(tx, complaintId, on, actor.id)) await writeAudit(tx, actor, { action: 'confirm-complaint', outcome: 'done', caseId: row.caseId, detail: { complaintId, on, commandId: key } });
  });
}

/**
 * Puts it off: once by at most four weeks, told before its term is over; further with the complainant's consent (Awb art. 9:11).
 * @throws AppError not-found, forbidden, invalid-input, action-refused or engine-unavailable
 */
export async function extendComplaint(deps: ComplaintDependencies, actor: CallingActor, { complaintId, key, dueOn, words, withConsent = false }: Asked & { dueOn?: LocalDate | undefined; words: string; withConsent?: boolean | undefined }): Promise<void> {
  const row = await mine(deps.sql, actor, complaintId);
  if (row.dueOn === null || row.dueBefore === null) throw new AppError('engine-unavailable', 'De klacht is nog niet verwerkt. Probeer het zo opnieuw.');
  const calendar = await currentCalendar(deps.sql);
  const latest = latestPutOff(row.dueOn, calendar);
  const wanted = dueOn ?? row.extendedTo ?? latest;
  if (row.extendedTo !== wanted) {
    const extendable = { state: row.state, extension: row.extendedTo === null ? null : {}, deadline: { dueOn: row.dueOn, dueBefore: row.dueBefore } };
    if (!mayPutOff(extendable, { dueOn: wanted, withConsent }, new Date().toISOString(), calendar)) throw refusedExtension(row, row.dueOn, wanted, latest);
    const reasonId = await keepWords(deps, actor, row, words);
    await steer(deps, row, reasonId, (workflow) => workflow.executeUpdate(extendComplaintUpdate, { args: [{ id: key, actorId: actor.id, dueOn: wanted, reasonId, withConsent }], updateId: `extend-${key}` }));
  }
  await noted(deps.sql, actor, row, 'extend-complaint', { dueOn: wanted });
}

function refusedExtension({ state, extendedTo }: ComplaintRow, dueOn: LocalDate, wanted: LocalDate, latest: LocalDate): AppError {
  if (state === 'received' && wanted <= dueOn) return wrong('dueOn', 'range', `Kies een dag na ${dateInWords(dueOn)}.`);
  if (state === 'received' && extendedTo === null && wanted > latest) return wrong('dueOn', 'range', `Kies een dag uiterlijk op ${dateInWords(latest)}, of leg vast dat de klager met meer instemt.`);
  return new AppError('action-refused', 'De termijn kan één keer met vier weken worden verlengd, voor zij voorbij is. Verder kan alleen als de klager instemt, zolang de klacht nog wacht.', { extra: { state, dueOn } });
}

/**
 * How it ended, with the findings for the complainant.
 * @throws AppError as `extendComplaint`
 */
export async function closeComplaint(deps: ComplaintDependencies, actor: CallingActor, { complaintId, key, outcome, words, on }: Asked & { outcome: ComplaintOutcome; words: string; on?: LocalDate | undefined }): Promise<void> {
  const row = await mine(deps.sql, actor, complaintId);
  if (on !== undefined) mustBeDay(row, on);
  if (row.decisionId !== key) {
    const findingsId = await keepWords(deps, actor, row, words);
    await steer(deps, row, findingsId, (workflow) => workflow.executeUpdate(closeComplaintUpdate, { args: [{ id: key, actorId: actor.id, outcome, findingsId, ...(on === undefined ? {} : { on }) }], updateId: `close-${key}` }));
  }
  await noted(deps.sql, actor, row, 'close-complaint', { outcome });
}

/** The complainant takes it back. @throws AppError as `extendComplaint` */
export async function withdrawComplaint(deps: ComplaintDependencies, actor: CallingActor, { complaintId, key }: Asked): Promise<void> {
  const row = await mine(deps.sql, actor, complaintId);
  if (row.state !== 'withdrawn') await steer(deps, row, null, (workflow) => workflow.executeUpdate(withdrawComplaintUpdate, { args: [{ id: key, actorId: actor.id }], updateId: `withdraw-${key}` }));
  await noted(deps.sql, actor, row, 'withdraw-complaint', {});
}

const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });

async function found(sql: Sql, complaintId: string): Promise<ComplaintRow> {
  const row = await findComplaint(sql, complaintId);
  if (row === null) throw new AppError('not-found', 'Deze klacht bestaat niet, of is niet van u.');
  return row;
}

/** Whoever was involved in what a complaint is about does not handle it (Awb art. 9:7). */
async function mine(sql: Sql, actor: CallingActor, complaintId: string): Promise<ComplaintRow> {
  const row = await found(sql, complaintId);
  if (row.aboutAccountId === actor.id) throw new AppError('forbidden', 'Deze klacht gaat over u; een ander behandelt haar (Algemene wet bestuursrecht artikel 9:7).');
  return row;
}

function mustWait({ state, dueOn }: ComplaintRow): void {
  if (state !== 'received') throw over(state, dueOn);
}

const over = (state: ComplaintRow['state'], dueOn: LocalDate | null) => new AppError('action-refused', `Dit kan niet meer: ${complaintStateLabels[state].toLowerCase()}.`, { extra: { state, dueOn } });

function mustBeDay({ receivedOn }: ComplaintRow, on: LocalDate): void {
  if (on > localDate(new Date().toISOString())) throw wrong('on', 'not-future', 'Deze dag ligt in de toekomst; kies vandaag of eerder.');
  if (on < receivedOn) throw wrong('on', 'not-before', `De klacht kwam binnen op ${dateInWords(receivedOn)}; kies die dag of later.`);
}

async function keepWords({ sql, keys }: ComplaintDependencies, actor: CallingActor, { id: complaintId, caseId }: ComplaintRow, words: string): Promise<string> {
  const id = randomUUID();
  await insertComplaintWords({ sql, keys }, { id, complaintId, caseId, authorId: actor.id, at: new Date().toISOString() }, { words }).catch((error: unknown) => {
    throw error instanceof Erased ? anonymisedError() : error;
  });
  return id;
}

async function steer(deps: ComplaintDependencies, row: ComplaintRow, wordsId: string | null, ask: (workflow: WorkflowHandle) => Promise<ComplaintStatus>): Promise<void> {
  const workflow = deps.temporal.workflow.getHandle(workflowIdOf.complaint(row.id));
  try {
    // Its starting may have failed: then it is started now.
    if (row.dueOn === null) await answerOf(deps.temporal, () => startComplaint(deps, row.id));
    await answerOf(deps.temporal, () => ask(workflow));
    // Sent twice at once, only one of both is referred to.
    if (wordsId !== null) await removeComplaintWords(deps.sql, wordsId);
  } catch (error) {
    if (!isOver(error, refused.complaint)) throw error;
    if (wordsId !== null) await removeComplaintWords(deps.sql, wordsId);
    const { state, dueOn } = await found(deps.sql, row.id);
    throw over(state, dueOn);
  }
}

/** What a process that died had left to note is noted by the repeated command. */
const noted = (sql: Sql, actor: CallingActor, { id, caseId }: ComplaintRow, action: AuditAction, detail: Record<string, string>) => writeAuditOnce(sql, actor, { action, caseId, detail: { complaintId: id, ...detail } });
