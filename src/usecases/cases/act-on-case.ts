import { apiAddress } from '../../api-addresses.ts';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { fingerprintOf, writeAudit } from '../../db/queries/audit/audit.ts';
import { findActableCase, isCommandStored, releaseHousehold, worksFor, type CaseRow } from '../../db/queries/cases/case-rows.ts';
import { currentCalendar } from '../../db/queries/planning/closed-days.ts';
import { removeUnreferred } from '../../db/queries/cases/notes-and-plans.ts';
import type { Command, DataOf } from '../../domain/case/commands.ts';
import type { Action } from '../../domain/case/lifecycle.ts';
import { planProblems } from '../../domain/case/plan/plan.ts';
import { RULES } from '../../domain/case/rules.ts';
import { localDate, type LocalDate } from '../../domain/time/dates.ts';
import { agreedDayProblem, visitDayProblem } from '../../domain/time/future-day.ts';
import { answerOf } from '../../engine/answers.ts';
import { isNotRunning } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { AppError } from '../../errors.ts';
import { act } from '../../../workflows/contract.ts';
import { contentHash } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { anonymisedError } from '../retention/anonymised.ts';
import { objectorInCase, stopInCase } from '../rights/objector-in-case.ts';
import { storeWords } from './case-actions.ts';
import { correctionProblems, feedbackProblems } from './check-feedback.ts';
import { closedError, refusalFrom, toldTo, withNames } from './refuse-action.ts';
import { reopenCase } from './reopen-case.ts';
import { dropDraft, withDraft } from '../drafts/use-draft.ts';
import { settleCase } from '../records/settle-case.ts';

export interface ActDependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: Pick<Config, 'hashKey' | 'taskQueue'>;
}

export interface ActRequest {
  caseId: string;
  action: Action;
  /** The caller's Idempotency-Key: the same request twice is done once. */
  key: string;
  /** Parsed by the action's own schema. */
  body: Record<string, unknown>;
}

/**
 * Does one action on a case; when it returns, the outcome is stored. Words are stored first and taken away again when
 * the case refuses.
 * @throws AppError not-found, forbidden, invalid-input, action-refused, conflict or engine-unavailable
 */
export async function actOnCase(deps: ActDependencies, actor: CallingActor, request: ActRequest): Promise<void> {
  const { sql } = deps;
  const found = await findActableCase(sql, actor, request.caseId, request.key);
  if (found === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  if (found.isDone) return repeated(deps, actor, request);
  if (found.anonymisedAt !== null) throw anonymisedError();
  const meant = await withDraft(deps, request, found);
  await check(sql, actor, found, meant);
  const objector = request.action === 'close' && meant.body['because'] === 'objection' ? await objectorInCase(deps, found, meant.body) : null;
  const { data, noteId, ids } = await storeWords(deps, actor, { ...meant, body: closing(meant.body, objector?.signalIds), at: new Date().toISOString() });
  const command = { rules: RULES, id: request.key, action: request.action, actor: { id: actor.id, role: actor.role }, ...(noteId === undefined ? {} : { noteId }), ...(typeof request.body['seq'] === 'number' ? { seq: request.body['seq'] } : {}), data } as Command;
  try {
    await (objector?.isShared === true && command.action === 'close' ? answerOf(deps.temporal, () => stopInCase(deps.temporal, found, command)) : send(deps, found, command));
  } catch (error) {
    const known = refusalFrom(error) ?? (error instanceof AppError ? error : null);
    if (known === null) throw error;
    // Without the engine's answer the command may still be done, and would miss its words.
    if (known.code !== 'engine-unavailable' && ids.length > 0) await removeUnreferred(sql, request.caseId, ids);
    throw toldTo(actor, await withNames(sql, known));
  }
  // A creditor sees no timeline, and so cannot tell whether its reason is referred to: it stays.
  if (ids.length > 0 && actor.role !== 'creditor') await removeUnreferred(sql, request.caseId, ids);
  await dropDraft(sql, request);
  await audit(deps, actor, { ...request, noteId });
}

/**
 * This was done before; what a process that died had left to note is noted now.
 * @throws AppError conflict when the key was used for something else; engine-unavailable
 */
async function repeated(deps: ActDependencies, actor: CallingActor, request: ActRequest): Promise<void> {
  const { sql, config } = deps;
  const before = await fingerprintOf(sql, request.caseId, request.key);
  if (before !== null && before !== fingerprint(config, request)) {
    throw new AppError('conflict', 'Deze Idempotency-Key is al gebruikt voor iets anders; kies een nieuwe voor een nieuwe aanvraag.');
  }
  // A step is stored before it stands in the history: an engine that died in between knows nothing of it.
  if (await answerOf(deps.temporal, () => settleCase(deps, request.caseId))) throw new AppError('engine-unavailable', 'Dit was nog niet verwerkt. Probeer het zo opnieuw, met dezelfde Idempotency-Key.');
  await dropDraft(sql, request);
  if (before === null) await audit(deps, actor, request);
}

/** A closing for an objection names the signals of the person whom the caller named by one of them. */
function closing(body: Record<string, unknown>, signalIds: readonly string[] | undefined): Record<string, unknown> {
  if (signalIds === undefined) return body;
  const others = Object.fromEntries(Object.entries(body).filter(([field]) => field !== 'signalId'));
  return { ...others, signalIds };
}

/** Keyed, so that nobody finds a short reason back by trying. */
const fingerprint = ({ hashKey }: { hashKey: string }, { action, body }: ActRequest): string => contentHash(hashKey, [action, body]);

async function send(deps: ActDependencies, found: CaseRow, command: Command): Promise<void> {
  if (command.action === 'reopen') return reopenCase(deps, found, command);
  const workflow = deps.temporal.workflow.getHandle(workflowIdOf.case(found.id));
  try {
    await answerOf(deps.temporal, () => workflow.executeUpdate(act, { args: [command], updateId: command.id }));
  } catch (error) {
    if (!isNotRunning(error)) throw error;
    // The same command, sent twice at once, may just have closed the case.
    if (await isCommandStored(deps.sql, found.id, command.id)) return;
    await releaseHousehold(deps.sql, found.id);
    throw closedError(found.state);
  }
}

async function audit({ sql, config }: ActDependencies, actor: CallingActor, request: ActRequest & { noteId?: string | undefined }): Promise<void> {
  const { action, caseId, noteId = null } = request;
  await writeAudit(sql, actor, { action, outcome: 'done', caseId, noteId, detail: { commandId: request.key, fingerprint: fingerprint(config, request) } });
}

/** Days to come that somebody typed: a closed day must be meant, and a mistyped year is none. */
async function futureDayProblems(sql: Sql, action: Action, body: Record<string, unknown>): Promise<FieldError[]> {
  const today = localDate(new Date().toISOString());
  if (action === 'plan-appointment') {
    const { date, evenSo } = body as DataOf<'plan-appointment'> & { evenSo?: boolean };
    return [visitDayProblem('date', date, { today, calendar: await currentCalendar(sql), evenSo })].filter((problem) => problem !== null);
  }
  const payments = body['currentPayments'] as { date?: LocalDate } | undefined;
  const [field, date] = action === 'complete-plan' ? ['currentPaymentsFrom', body['currentPaymentsFrom'] as LocalDate | null | undefined] : ['currentPayments.date', payments?.date];
  return [date == null ? null : agreedDayProblem(field, date, today)].filter((problem) => problem !== null);
}

/** Without what every action may say. */
const said = (body: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(body).filter(([field]) => field !== 'reason' && field !== 'seq'));

/** What only Postgres knows: a team that does not exist would stop the workflow, not the caller. */
async function check(sql: Sql, actor: CallingActor, found: CaseRow, { action, body }: ActRequest): Promise<void> {
  const fields: FieldError[] = [];
  if (action === 'complete-plan') fields.push(...planProblems(said(body)));
  if (action === 'send-feedback' || action === 'correct-feedback') fields.push(...(await feedbackProblems(sql, found, body)));
  if (action === 'correct-feedback') fields.push(...(await correctionProblems(sql, found, body)));
  fields.push(...(await futureDayProblems(sql, action, body)));
  if (action === 'plan-appointment' && typeof body['caseworkerId'] === 'string') {
    const works = await worksFor(sql, found.municipalityCode, { teamId: '', caseworkerId: body['caseworkerId'] });
    if (!works.caseworker) fields.push({ field: 'caseworkerId', rule: 'exists', message: 'Deze medewerker werkt niet voor deze gemeente.' });
  }
  if (action === 'reassign') {
    const works = await worksFor(sql, found.municipalityCode, body as { teamId: string; caseworkerId?: string });
    if (!works.team) fields.push({ field: 'teamId', rule: 'exists', message: `Dit team werkt niet voor deze gemeente; GET ${apiAddress.list('teams')} noemt de teams.` });
    if (!works.caseworker) fields.push({ field: 'caseworkerId', rule: 'exists', message: 'Deze medewerker werkt niet voor deze gemeente.' });
  }
  if (fields.length > 0) throw new AppError('invalid-input', 'De aanvraag klopt niet.', { fields });
  if (action === 'withdraw-day' && actor.role === 'creditor' && found.state?.signals.some(({ id, creditorId }) => id === body['signalId'] && creditorId === actor.creditorId) !== true) {
    throw new AppError('forbidden', 'U kunt alleen voor uw eigen signaal iets intrekken.');
  }
  if (action === 'answer-re-check' && actor.role === 'creditor' && body['creditorId'] !== actor.creditorId) {
    throw new AppError('forbidden', 'U kunt alleen voor uzelf antwoorden.');
  }
}
