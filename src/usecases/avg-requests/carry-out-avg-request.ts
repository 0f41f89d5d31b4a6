/**
 * What a granted request under the AVG leads to. Each is called by the request's workflow, at least once: what it does in
 * Postgres and that it was done are one transaction, and what it asks of cases carries the request's id.
 */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Config } from '../../config.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { avgWordsOf, findAvgRequest, markCarriedOut, type AvgRequestRow } from '../../db/queries/avg-requests/avg-requests.ts';
import { untoldOf } from '../../db/queries/avg-requests/recipients.ts';
import { casesThatTook, findPerson, judgedAs, updatePerson, type PersonOfSignal } from '../../db/queries/rights/persons.ts';
import { removeCheckAnswers } from '../../db/queries/checks/answers.ts';
import { insertEvent } from '../../db/queries/cases/timeline.ts';
import type { DataOf } from '../../domain/case/commands.ts';
import type { AuditAction } from '../../domain/audit/audit.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { nameIndexes, personKey } from '../../keyed-hash.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { person, type Person } from '../../privacy/personal.ts';
import { nameWords } from '../../domain/rights/names.ts';
import { insertObjection, recordObjection } from '../rights/file-objection.ts';
import { objectionsOfPerson } from '../rights/recognise-objectors.ts';
import { tellCreditors } from './tell-recipients.ts';
import { correctHeard } from './heard-contact.ts';
import { closeFor, judgeRunningCases, stopSignals, system } from '../rights/stop-objector.ts';

export interface CarryingOut {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: Pick<Config, 'hashKey' | 'taskQueue'>;
}

export interface Effect {
  requestId: string;
  at: Instant;
}

/** Writes the right values wherever this person stands, so that the person is found by them from now on. @returns the mails that tell creditors of it */
export async function correctPerson({ sql, keys, config: { hashKey } }: CarryingOut, { requestId, at }: Effect): Promise<string[]> {
  const request = await granted(sql, requestId);
  const correction = (await avgWordsOf({ sql, keys }, [requestId])).get(request.answerId ?? '')?.correction;
  await sql.begin(async (tx) => {
    const rows = await findPerson({ sql: tx, keys }, { personId: request.personId ?? '', within: request.within, lock: true });
    // Erased meanwhile, with what was to be corrected: there is nothing left that is wrong.
    if (rows.length > 0 && correction === undefined) throw new Error(`AVG request ${requestId} holds nothing to correct`);
    if (!(await markCarriedOut(tx, requestId, at, { rows: rows.length }))) return;
    const found = await keys.find(rows.map(({ sealedFor }) => sealedFor));
    for (const row of rows) {
      // What was not corrected is not among the values: an absent one does not survive JSON.
      const right = { ...valuesOf(row), ...correction } as Person;
      await keepObjections({ sql: tx, keys }, hashKey, row, right);
      await updatePerson(tx, row.personId, { sealed: person.seal(found, row.sealedFor, row.personId, right), personKey: personKey(hashKey, right), ...nameIndexes(hashKey, right.lastName) });
    }
    await correctHeard({ sql: tx, keys }, rows, correction ?? {});
    // Others were asked about the wrong values: whoever still has to decide has them asked again.
    await removeCheckAnswers(tx, rows.map(({ personId }) => personId));
    await tellCreditors({ sql: tx, keys }, request, { at, template: 'person-corrected', signalIds: rows.map(({ signalId }) => signalId), fields: Object.keys(correction ?? {}) });
    await tell(tx, request, { at, action: 'correct-person', type: 'person-corrected', caseIds: casesOf(rows), detail: { rows: rows.length, fields: Object.keys(correction ?? {}) } });
  });
  return untoldOf(sql, request);
}

const valuesOf = ({ lastName, initials, birthDate, phone, email, street, place }: PersonOfSignal): Person => ({ lastName, initials, birthDate, phone, email, street, place });

/** An objection holds under the right values too; creditors may go on to deliver the wrong ones, so it stays under those as well. */
async function keepObjections(stores: Stores, hashKey: string, row: PersonOfSignal, right: Person): Promise<void> {
  const inForce = async (values: Person) => (await objectionsOfPerson(stores, [{ ...judgedAs(row), ...values, ...nameIndexes(hashKey, values.lastName), personKey: personKey(hashKey, values) }])).filter(({ withdrawnOn }) => withdrawnOn === null);
  const already = await inForce(right);
  for (const { within, filedOn, filedBy } of await inForce(row)) {
    if (already.some((known) => known.within === within)) continue;
    await insertObjection(stores, hashKey, { ...judgedAs(row), ...right }, { within, filedOn, filedBy });
    already.push(...(await inForce(right)));
  }
}

/**
 * Keeps the person's new signals out (AVG art. 21), and closes every running case that is about nobody else: creditors
 * hear that it ended, by a code, and nothing of why. A case that is about others at the address too goes on for them, without
 * the person's own signals.
 */
export async function stopForObjection(deps: CarryingOut, { requestId, at }: Effect): Promise<void> {
  const { sql, keys } = deps;
  const request = await granted(sql, requestId);
  if (request.carriedOutAt !== null) return;
  const rows = await findPerson({ sql, keys }, { personId: request.personId ?? '', within: request.within });
  const running: { signalId: string; caseId: string }[] = [...rows];
  for (const signalId of oneOfEach(rows)) {
    const { id } = await recordObjection(deps, { ...deciderOf(request), municipalityCode: request.within }, { signalId, at });
    running.push(...(await judgeRunningCases(deps, id)));
  }
  await stopSignals(deps, system, running, () => closingKey(requestId));
  // Those of an attempt before that came so far too.
  const cases = await casesThatTook(sql, casesOf(running), closingKey(requestId));
  const [alone, shared] = [cases.filter(({ isClosed }) => isClosed), cases.filter(({ isClosed }) => !isClosed)];
  await sql.begin(async (tx) => {
    const effects = { closedCases: alone.map(({ id }) => id), sharedCases: shared.map(({ id }) => id), everywhere: rows.some(({ birthDate }) => birthDate !== null) };
    if (!(await markCarriedOut(tx, requestId, at, effects))) return;
    await tell(tx, request, { at, action: 'stop-for-objection', type: 'person-objected', caseIds: effects.sharedCases, detail: { closed: alone.length, shared: shared.length } });
  });
}

/** A signal for each way in which creditors wrote the person, at each address: by each of them somebody may be known again. */
const oneOfEach = (rows: readonly PersonOfSignal[]): string[] =>
  [...new Map(rows.map(({ lastName, initials, birthDate, householdId, signalId }) => [[nameWords(lastName).join(' '), initials, birthDate, householdId].join('|'), signalId])).values()];

export const casesOf = (rows: readonly { caseId: string }[]): string[] => [...new Set(rows.map(({ caseId }) => caseId))];

const closingKey = (requestId: string): string => `avg-${requestId}`;

export const closeCase = (deps: CarryingOut, caseId: string, requestId: string, because: DataOf<'close'>['because']): Promise<void> =>
  closeFor(deps, system, { caseId, key: closingKey(requestId), body: { because } });

/** @throws Error when there is nothing to carry out: its workflow asks for it only once it was granted */
export async function granted(sql: Db, requestId: string): Promise<AvgRequestRow> {
  const request = await findAvgRequest(sql, requestId);
  if (request === null || request.decisionId === null || request.state === 'refused') throw new Error(`AVG request ${requestId} was not granted`);
  return request;
}

/** Only a privacy officer decides. */
export const deciderOf = ({ decidedBy }: AvgRequestRow): CallingActor => ({ ...system, id: decidedBy ?? '', role: 'privacy-officer' });

interface Told {
  at: Instant;
  action: AuditAction;
  /** Of the event in each case's timeline. */
  type: 'person-corrected' | 'person-objected' | 'person-erased';
  caseIds: readonly string[];
  detail: Record<string, unknown>;
}

/** In the audit log, and in the timeline of the cases that go on. */
export async function tell(tx: Db, request: AvgRequestRow, { at, action, type, caseIds, detail }: Told): Promise<void> {
  const actor = deciderOf(request);
  await writeAudit(tx, actor, { action, outcome: 'done', at, caseId: request.caseId, detail: { requestId: request.id, ...detail } });
  for (const caseId of caseIds) await insertEvent(tx, { caseId, key: `avg-${request.id}`, type, at, actorId: actor.id, actorRole: actor.role, data: { requestId: request.id } });
}
