/**
 * What a granted request under the AVG leads to. Each is called by the request's workflow, at least once: what it does in
 * Postgres and that it was done are one transaction, and what it asks of cases carries the request's id.
 */
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../actor.ts';
import type { Config } from '../config.ts';
import type { Db, Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { avgWordsOf, findAvgRequest, markCarriedOut, type AvgRequestRow } from '../db/queries/avg-requests.ts';
import { findPerson, type PersonOfSignal } from '../db/queries/persons.ts';
import { insertEvent } from '../db/queries/timeline.ts';
import { systemActor, type DataOf } from '../domain/commands.ts';
import type { AuditAction } from '../domain/audit.ts';
import type { Instant } from '../domain/dates.ts';
import { AppError } from '../errors.ts';
import { nameIndex, personKey, secondNameIndex } from '../keyed-hash.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { person, type Person } from '../privacy/personal.ts';
import { actOnCase } from './act-on-case.ts';
import { fileObjection } from './file-objection.ts';

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

/** Writes the right values wherever this person stands, so that the person is found by them from now on. */
export async function correctPerson({ sql, keys, config: { hashKey } }: CarryingOut, { requestId, at }: Effect): Promise<void> {
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
      const key = personKey(hashKey, right);
      await tx`update persons set sealed = ${person.seal(found, row.sealedFor, row.personId, right)}, name_index = ${nameIndex(hashKey, right.lastName)}, second_name_index = ${secondNameIndex(hashKey, right.lastName)}, person_key = ${key} where id = ${row.personId}`;
      await keepObjection(tx, row.personKey, key, right.birthDate);
    }
    await tell(tx, request, { at, action: 'correct-person', type: 'person-corrected', caseIds: casesOf(rows), detail: { rows: rows.length, fields: Object.keys(correction ?? {}) } });
  });
}

const valuesOf = ({ lastName, initials, birthDate, phone, email, street, place }: PersonOfSignal): Person => ({ lastName, initials, birthDate, phone, email, street, place });

/** An objection holds under the right name too; creditors may go on to deliver the wrong one, so it stays under that as well. */
async function keepObjection(tx: Db, before: string, after: string, birthDate: string | null): Promise<void> {
  if (before === after) return;
  await tx`
    insert into objections (id, person_key, address_hash, filed_on, filed_by)
    select gen_random_uuid(), ${after}, ${birthDate === null ? tx`o.address_hash` : null}, o.filed_on, o.filed_by from objections o
    where o.person_key = ${before} and o.withdrawn_on is null and not exists (select from objections n where n.person_key = ${after} and n.withdrawn_on is null) limit 1`;
}

/**
 * Keeps the person's new signals out (AVG art. 21), and closes every running case that is about nobody else: creditors
 * hear that it ended, by a code, and nothing of why. A case that is about others at the address too goes on for them.
 */
export async function stopForObjection(deps: CarryingOut, { requestId, at }: Effect): Promise<void> {
  const { sql, keys } = deps;
  const request = await granted(sql, requestId);
  if (request.carriedOutAt !== null) return;
  const rows = await findPerson({ sql, keys }, { personId: request.personId ?? '', within: request.within });
  for (const signalId of oneOfEach(rows)) await fileObjection(deps, deciderOf(request), { signalId, at });
  const cases = await runningCasesOf(sql, rows, requestId);
  const [alone, shared] = [cases.filter((one) => one.alone), cases.filter((one) => !one.alone && !one.closedByUs)];
  for (const { id } of alone) await closeCase(deps, id, requestId, 'objection');
  await sql.begin(async (tx) => {
    const effects = { closedCases: alone.map(({ id }) => id), sharedCases: shared.map(({ id }) => id) };
    if (!(await markCarriedOut(tx, requestId, at, effects))) return;
    await tell(tx, request, { at, action: 'stop-for-objection', type: 'person-objected', caseIds: effects.sharedCases, detail: { closed: alone.length, shared: shared.length } });
  });
}

/** A signal for each way in which creditors wrote the person's name and birth date; without one, at each address. */
const oneOfEach = (rows: readonly PersonOfSignal[]): string[] => [...new Map(rows.map(({ personKey: key, birthDate, householdId, signalId }) => [`${key} ${birthDate === null ? householdId : ''}`, signalId])).values()];

export const casesOf = (rows: readonly PersonOfSignal[]): string[] => [...new Set(rows.map(({ caseId }) => caseId))];

interface CaseOfPerson {
  id: string;
  /** Nobody else's signals are in it, but of those who were erased. */
  alone: boolean;
  closedByUs: boolean;
}

/** Those that run, and those that this request has closed: an attempt before may have come so far. Candidates wait for their match, which knows the objection. */
function runningCasesOf(sql: Sql, rows: readonly PersonOfSignal[], requestId: string): Promise<CaseOfPerson[]> {
  return sql<CaseOfPerson[]>`
    select c.id, bool_and(p.sealed is null or s.person_id = any(${rows.map(({ personId }) => personId)}::uuid[])) as alone, c.closed_by_us
    from (select cases.*, exists (select from timeline t where t.case_id = cases.id and t.command_id = ${closingKey(requestId)}) as closed_by_us from cases where id = any(${casesOf(rows)}::uuid[])) c
    join signals s on s.case_id = c.id and s.state = 'in-case' join persons p on p.id = s.person_id
    where c.closed_by_us or c.phase not in ('closed', 'candidate') group by c.id, c.closed_by_us order by c.id`;
}

export const closingKey = (requestId: string): string => `avg-${requestId}`;

const system: CallingActor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };

/** By the case's own action; one that somebody has closed meanwhile is closed. */
export async function closeCase(deps: CarryingOut, caseId: string, requestId: string, because: DataOf<'close'>['because']): Promise<void> {
  try {
    await actOnCase(deps, system, { caseId, action: 'close', key: closingKey(requestId), body: { because } });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'action-refused' || error.extra['phase'] !== 'closed') throw error;
  }
}

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
  type: string;
  caseIds: readonly string[];
  detail: Record<string, unknown>;
}

/** In the audit log, and in the timeline of the cases that go on. */
export async function tell(tx: Db, request: AvgRequestRow, { at, action, type, caseIds, detail }: Told): Promise<void> {
  const actor = deciderOf(request);
  await writeAudit(tx, actor, { action, outcome: 'done', at, caseId: request.caseId, detail: { requestId: request.id, ...detail } });
  for (const caseId of caseIds) await insertEvent(tx, { caseId, key: `avg-${request.id}`, type, at, actorId: actor.id, actorRole: actor.role, data: { requestId: request.id } });
}
