import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findObjection, insertObjectionRow, markWithdrawn, roundsTouched, type ObjectionRow } from '../../db/queries/rights/objection-steps.ts';
import { objectionsNear, personOfSignal, personsNear, type Judged, type StoredObjection } from '../../db/queries/rights/objections.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { localDate, type Instant, type LocalDate } from '../../domain/time/dates.ts';
import { sameness } from '../../domain/rights/same-person.ts';
import { answerOf } from '../../engine/answers.ts';
import { isNotRunning } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import { nameIndexes, personKey } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { keyOf, objector } from '../../privacy/personal.ts';
import { rematch } from '../../../workflows/contract.ts';
import { anonymisedError } from '../retention/anonymised.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import type { ActDependencies } from '../cases/act-on-case.ts';
import { objectionsOfPerson } from './recognise-objectors.ts';
import { judgeRunningCases, stopSignals } from './stop-objector.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { hashKey: string };
}

interface Objection {
  id: string;
  filedOn: LocalDate;
  withdrawnOn: LocalDate | null;
}

/**
 * Files the objection of the person that a signal is about: this person's signals lead to no case any more, from the next
 * match list on, at whatever address; of somebody without a date of birth at that address alone, since elsewhere somebody
 * else may have the name. Those in running cases end now; a case that is about nobody else closes.
 * @throws AppError not-found; conflict when the signal was anonymised; engine-unavailable: sent again, it goes on where it was
 */
export async function fileObjection(deps: ActDependencies, actor: CallingActor, asked: { signalId: string; at: Instant }): Promise<Objection> {
  const objection = await recordObjection(deps, actor, asked);
  await stopSignals(deps, actor, await judgeRunningCases(deps, objection.id), (first) => `objection-${objection.id}-${first}`);
  return objection;
}

/**
 * The objection alone. It is of the municipality of whoever files it, or of the region. An earlier objection of that
 * person at that address is kept instead.
 */
export async function recordObjection(deps: Dependencies, actor: CallingActor, { signalId, at }: { signalId: string; at: Instant }): Promise<Objection> {
  const { sql, keys, config } = deps;
  const objection = await sql.begin(async (tx) => {
    const stores = { sql: tx, keys };
    const found = await personOfSignal(stores, signalId);
    if (found === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet.');
    if (found === null) throw anonymisedError();
    const known = (await objectionsOfPerson(stores, [found])).find((one) => one.withdrawnOn === null && one.within === actor.municipalityCode && one.householdId === found.householdId);
    if (known !== undefined) return known;
    const id = await insertObjection(stores, config.hashKey, found, { within: actor.municipalityCode, filedOn: localDate(at), filedBy: actor.id });
    await writeAudit(tx, actor, { action: 'file-objection', outcome: 'done', at, caseId: found.caseId, detail: { objectionId: id, signalId } });
    return { id, filedOn: localDate(at), withdrawnOn: null };
  });
  await rematchProposedRounds(deps, objection.id);
  return shown(objection);
}

/** With the person as written now: it holds for longer than the case does. @returns its id */
export async function insertObjection({ sql, keys }: Stores, hashKey: string, { lastName, initials, birthDate, householdId }: Pick<Judged, 'lastName' | 'initials' | 'birthDate' | 'householdId'>, filed: Pick<StoredObjection, 'within' | 'filedOn' | 'filedBy'>): Promise<string> {
  const id = randomUUID();
  const sealed = objector.seal(new Map([[id, await keyOf(keys, id)]]), id, id, { lastName, initials, birthDate });
  await insertObjectionRow(sql, { id, sealed, addressHash: householdId, personKey: personKey(hashKey, { lastName, birthDate }), ...nameIndexes(hashKey, lastName), ...filed });
  return id;
}

/**
 * Takes an objection back, with those of the same person at other addresses: signals from the next match list on count again. What it
 * ended stays ended.
 * @throws AppError not-found; forbidden when it is the region's, or another municipality's
 */
export async function withdrawObjection(deps: ActDependencies, actor: CallingActor, { objectionId, at }: { objectionId: string; at: Instant }): Promise<Objection> {
  const withdrawn = await deps.sql.begin(async (tx) => {
    const same = await samePersons({ sql: tx, keys: deps.keys }, objectionId);
    mustBeTheirs(actor, same[0]?.within ?? null);
    const ids = same.filter(({ within }) => within === same[0]?.within).map(({ id }) => id);
    const isNew = await markWithdrawn(tx, ids, localDate(at));
    if (isNew) await writeAudit(tx, actor, { action: 'withdraw-objection', outcome: 'done', at, detail: { objectionId } });
    return found(tx, objectionId);
  });
  await rematchProposedRounds(deps, objectionId);
  await judgeRunningCases(deps, objectionId);
  return shown(withdrawn);
}

/** The objection itself comes first. @throws AppError not-found */
async function samePersons(stores: Stores, objectionId: string): Promise<StoredObjection[]> {
  const row = await found(stores.sql, objectionId);
  const [near, known] = [await objectionsNear(stores, [row]), await personsNear(stores, [row])];
  const own = near.find(({ id }) => id === objectionId);
  if (own?.isOpened !== true) return [{ ...row, ...noName, isOpened: false }];
  return [own, ...near.filter((other) => other.id !== objectionId && other.isOpened && sameness(own, other, known) === 'same')];
}

const noName = { personId: '', householdId: '', lastName: '', initials: '', birthDate: null };

async function found(sql: Db, objectionId: string): Promise<ObjectionRow> {
  const row = await findObjection(sql, objectionId);
  if (row === null) throw new AppError('not-found', 'Dit bezwaar bestaat niet.');
  return row;
}

const shown = ({ id, filedOn, withdrawnOn }: Objection): Objection => ({ id, filedOn, withdrawnOn });

/** A match list that is not confirmed yet must be made again, without or with the person's signals. */
async function rematchProposedRounds({ sql, temporal }: Dependencies, objectionId: string): Promise<void> {
  for (const id of await roundsTouched(sql, objectionId)) {
    await answerOf(temporal, () => temporal.workflow.getHandle(workflowIdOf.round(id)).signal(rematch)).catch((error: unknown) => {
      if (!isNotRunning(error)) throw error;
    });
  }
}
