/** Deciding, extending and withdrawing a request under the AVG: asked of its workflow, the words kept apart from it. */
import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { commandOf, writeAudit, type AuditEntry } from '../../db/queries/audit/audit.ts';
import { findAvgRequest, insertAvgWords, removeAvgWords, type AvgRequestRow } from '../../db/queries/avg-requests/avg-requests.ts';
import { isAnyHeld } from '../../db/queries/retention/holds.ts';
import { findPerson } from '../../db/queries/rights/persons.ts';
import { groundOf, latestExtension, mayExtend, type AvgExtension, type AvgGround, type AvgStatus } from '../../domain/rights/avg-request.ts';
import { LATEST_RECORD_DAYS } from '../../domain/case/check.ts';
import { addDays, localDate, type LocalDate } from '../../domain/time/dates.ts';
import { answerOf } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { Erased, type AvgWords, type Correction } from '../../privacy/personal.ts';
import { avgStateLabels } from '../../wording/labels/avg.ts';
import { dateInWords } from '../../wording/sentences/dates.ts';
import { decideAvgRequest, extendAvgRequest, refused, withdrawAvgRequest } from '../../../workflows/contract.ts';
import type { AvgDependencies } from './file-avg-request.ts';
import { anonymisedError } from '../retention/anonymised.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { startAvgRequest } from './start-avg-request.ts';

interface Asked {
  requestId: string;
  /** The caller's Idempotency-Key. */
  key: string;
}

type AvgDecisionIn = Answered & ({ granted: true; correction?: Correction | undefined; words?: string | undefined } | { granted: false; ground: AvgGround; words?: string | undefined });

/** The day on which the resident was told, where it is recorded later; of long ago with a reason. */
interface Answered {
  on?: LocalDate | undefined;
  reason?: string | undefined;
}

/**
 * Grants a request, which is then carried out, or refuses it with its ground.
 * @throws AppError not-found, forbidden, invalid-input, action-refused or engine-unavailable
 */
export async function decideRequest(deps: AvgDependencies, actor: CallingActor, { requestId, key, ...decision }: Asked & AvgDecisionIn): Promise<void> {
  const row = await reached(deps.sql, actor, requestId);
  mustFit(row, decision);
  mustBeDay(row, decision);
  if (decision.granted && row.kind === 'erasure') await mustNotBeHeld(deps, row);
  const ground = decision.granted ? null : decision.ground;
  const words: AvgWords = { words: decision.words, reason: decision.reason, ...(decision.granted ? { correction: decision.correction } : {}) };
  const audit: AuditEntry = { action: 'decide-avg-request', outcome: 'done', caseId: row.caseId, detail: { requestId, kind: row.kind, commandId: key, granted: decision.granted, ...(ground === null ? {} : { ground }) } };
  if (row.decisionId === key) return auditOnce(deps.sql, actor, audit);
  const answerId = await keepWords(deps, actor, row, words);
  await steer(deps, row, answerId, (workflow) => workflow.executeUpdate(decideAvgRequest, { args: [{ id: key, actorId: actor.id, granted: decision.granted, ground, answerId, ...(decision.on === undefined ? {} : { on: decision.on }) }], updateId: `decide-${key}` }));
  await auditOnce(deps.sql, actor, audit);
}

/**
 * Gives it more time, once, of at most two months, told within the first (AVG art. 12(3)), on a day that may be recorded later.
 * @throws AppError as `decideRequest`
 */
export async function extendRequest(deps: AvgDependencies, actor: CallingActor, { requestId, key, dueOn, words, on, reason }: Asked & Answered & { dueOn?: LocalDate | undefined; words: string }): Promise<void> {
  const row = await reached(deps.sql, actor, requestId);
  if (row.dueOn === null || row.dueBefore === null) throw notBegun();
  const wanted = dueOn ?? row.extendedTo ?? latestExtension(row.dueOn);
  const audit: AuditEntry = { action: 'extend-avg-request', outcome: 'done', caseId: row.caseId, detail: { requestId, commandId: key, dueOn: wanted } };
  const noted = await keyNoted(deps.sql, audit);
  if (row.extendedTo === wanted && (noted === null || noted === key)) return auditOnce(deps.sql, actor, audit);
  mustBeDay(row, { on, reason });
  mustBeLater(row, row.dueOn, { dueOn: wanted, ...(on === undefined ? {} : { on }) });
  const reasonId = await keepWords(deps, actor, row, { words, reason });
  await steer(deps, row, reasonId, (workflow) => workflow.executeUpdate(extendAvgRequest, { args: [{ id: key, actorId: actor.id, dueOn: wanted, reasonId: reasonId ?? '', ...(on === undefined ? {} : { on }) }], updateId: `extend-${key}` }));
  await auditOnce(deps.sql, actor, audit);
}

/** The resident takes it back. @throws AppError as `decideRequest` */
export async function withdrawRequest(deps: AvgDependencies, actor: CallingActor, { requestId, key }: Asked): Promise<void> {
  const row = await reached(deps.sql, actor, requestId);
  const audit: AuditEntry = { action: 'withdraw-avg-request', outcome: 'done', caseId: row.caseId, detail: { requestId, commandId: key } };
  if (row.state === 'withdrawn') return auditOnce(deps.sql, actor, audit);
  await steer(deps, row, null, (workflow) => workflow.executeUpdate(withdrawAvgRequest, { args: [{ id: key, actorId: actor.id }], updateId: `withdraw-${key}` }));
  await auditOnce(deps.sql, actor, audit);
}

async function found(sql: Sql, requestId: string): Promise<AvgRequestRow> {
  const row = await findAvgRequest(sql, requestId);
  if (row === null) throw new AppError('not-found', 'Dit verzoek bestaat niet, of is niet van u.');
  return row;
}

/** A request reaches as far as its filer may see, so only an officer who sees as much may handle it. */
async function reached(sql: Sql, actor: CallingActor, requestId: string): Promise<AvgRequestRow> {
  const row = await found(sql, requestId);
  mustBeTheirs(actor, row.within);
  return row;
}

function mustFit({ kind }: AvgRequestRow, decision: AvgDecisionIn): void {
  const wrong = (field: string, rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field, rule, message }] });
  if (!decision.granted) {
    if (!groundOf(decision.ground).for.includes(kind)) throw wrong('ground', 'fits', 'Deze grond hoort niet bij dit soort verzoek.');
    if (decision.ground === 'other' && decision.words === undefined) throw wrong('words', 'required', 'Vul dit in: de inwoner leest hier waarom.');
    return;
  }
  const corrects = Object.keys(decision.correction ?? {}).length > 0;
  if (kind === 'correction' && !corrects) throw wrong('correction', 'required', 'Geef de juiste gegevens.');
  if (kind !== 'correction' && corrects) throw wrong('correction', 'fits', 'Alleen bij een verzoek om correctie worden gegevens gewijzigd.');
}

/** As for attempts: not to come, not before what it answers, and of longer ago with a reason. */
function mustBeDay({ receivedOn }: AvgRequestRow, { on, reason }: Answered): void {
  if (on === undefined) return;
  const today = localDate(new Date().toISOString());
  const wrong = (rule: string, message: string) => new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field: 'on', rule, message }] });
  if (on > today) throw wrong('not-future', 'Deze dag ligt in de toekomst; kies vandaag of eerder.');
  if (on < receivedOn) throw wrong('not-before', `Het verzoek kwam binnen op ${dateInWords(receivedOn)}; kies die dag of later.`);
  if (on < addDays(today, -LATEST_RECORD_DAYS) && reason === undefined) throw wrong('not-too-old', `Deze dag is langer dan ${LATEST_RECORD_DAYS} dagen geleden; controleer de datum, of zeg erbij waarom dit nu pas wordt vastgelegd.`);
}

/** What is kept for a dispute is not erased (AVG art. 17(3)(e)). */
async function mustNotBeHeld({ sql, keys }: AvgDependencies, { personId, within }: AvgRequestRow): Promise<void> {
  const rows = await findPerson({ sql, keys }, { personId: personId ?? '', within });
  if (await isAnyHeld(sql, rows.map(({ caseId }) => caseId))) throw new AppError('conflict', 'Een zaak van deze persoon wordt bewaard wegens een geschil. Wijs het verzoek af met de grond legal-claim, of hef het bewaren eerst op.');
}

function mustBeLater({ state, extendedTo, dueBefore }: AvgRequestRow, dueOn: LocalDate, asked: Pick<AvgExtension, 'dueOn' | 'on'>): void {
  const wanted = asked.dueOn;
  const may = mayExtend({ state, extension: extendedTo === null ? null : ({} as never), deadline: { dueOn, dueBefore } as never }, asked, new Date().toISOString());
  if (may) return;
  if (wanted <= dueOn || wanted > latestExtension(dueOn)) {
    const message = `Kies een dag na ${dateInWords(dueOn)} en uiterlijk ${dateInWords(latestExtension(dueOn))}.`;
    throw new AppError('invalid-input', 'De aanvraag klopt niet.', { fields: [{ field: 'dueOn', rule: 'range', message }] });
  }
  throw new AppError('action-refused', 'De termijn kan één keer worden verlengd, voor zij voorbij is en voor er een besluit is.', { extra: { state, dueOn } });
}

async function keepWords({ sql, keys }: AvgDependencies, actor: CallingActor, { id: requestId, caseId }: AvgRequestRow, words: AvgWords): Promise<string | null> {
  if (Object.values(words).every((value) => value === undefined)) return null;
  const id = randomUUID();
  await insertAvgWords({ sql, keys }, { id, requestId, caseId, authorId: actor.id, at: new Date().toISOString() }, words).catch((error: unknown) => {
    throw error instanceof Erased ? anonymisedError() : error;
  });
  return id;
}

async function steer(deps: AvgDependencies, row: AvgRequestRow, wordsId: string | null, ask: (workflow: WorkflowHandle) => Promise<AvgStatus>): Promise<void> {
  const workflow = deps.temporal.workflow.getHandle(workflowIdOf.avgRequest(row.id));
  try {
    // Its starting may have failed: then it is started now.
    if (row.dueOn === null) await answerOf(deps.temporal, () => startAvgRequest(deps, row.id));
    await answerOf(deps.temporal, () => ask(workflow));
    // Sent twice at once, only one of both is referred to.
    if (wordsId !== null) await removeAvgWords(deps.sql, wordsId);
  } catch (error) {
    const refusal = await refusalFrom(deps.sql, row.id, error);
    // Without the engine's answer the command may still be done, and would miss its words.
    if (refusal !== null && wordsId !== null) await removeAvgWords(deps.sql, wordsId);
    throw refusal ?? error;
  }
}

async function refusalFrom(sql: Sql, requestId: string, error: unknown): Promise<AppError | null> {
  if (!isOver(error, refused.avgRequest)) return null;
  const { state, dueOn } = await found(sql, requestId);
  return new AppError('action-refused', `Dit kan niet meer: ${avgStateLabels[state].toLowerCase()}.`, { extra: { state, dueOn } });
}

const notBegun = () => new AppError('engine-unavailable', 'Het verzoek is nog niet verwerkt. Probeer het zo opnieuw.');

/** Each of these is done once to a request. What a process that died had left to note is noted by the repeated one. */
async function auditOnce(sql: Sql, actor: CallingActor, entry: AuditEntry): Promise<void> {
  if ((await keyNoted(sql, entry)) === null) await writeAudit(sql, actor, entry);
}

/** The key under which the log says that this was done to this request; null when it says nothing of it. */
const keyNoted = (sql: Sql, { caseId, action, detail }: AuditEntry): Promise<string | null> => commandOf(sql, { caseId: caseId ?? '', action, requestId: String(detail?.['requestId']) });
