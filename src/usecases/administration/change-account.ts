/** A new account, and changes of one. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { findAccountRow, insertAccount, knownPlaces, updateAccount, type AccountRow } from '../../db/queries/administration/accounts.ts';
import { removeSessionsOfAccount } from '../../db/queries/administration/identities.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { FieldError } from '../../domain/field-error.ts';
import { accountProblems, type AccountFields } from '../../domain/identity/account.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import { mustBeTheirs } from '../planning/may-change.ts';
import { accountToChange, administratorRemains, invalid, mustBeAsRead, mustStillWork } from './guards.ts';
import { countInHand } from './read-accounts.ts';

/** What is written of an account, and nothing that the system keeps beside it. */
const fieldsOf = ({ name, email, role, municipalityCode, teamId, creditorId }: AccountFields): AccountFields => ({ name, email, role, municipalityCode, teamId, creditorId });
const isSame = (one: AccountFields, other: AccountFields): boolean => JSON.stringify(fieldsOf(one)) === JSON.stringify(fieldsOf(other));

/**
 * The same account twice is made once, also by another request.
 * @returns whether it is new
 * @throws AppError forbidden, invalid-input; conflict when the id is another account's
 */
export async function createAccount(sql: Sql, actor: CallingActor, { id, ...fields }: AccountFields & { id: string }, at: Instant): Promise<boolean> {
  mustBeTheirs(actor, fields.municipalityCode);
  return sql.begin(async (tx) => {
    await mustFit(tx, fields);
    const isNew = await insertAccount(tx, { id, ...fieldsOf(fields), createdAt: at });
    if (isNew) await writeAudit(tx, actor, { action: 'create-account', outcome: 'done', at, detail: { accountId: id, ...scopeOf(fields) } });
    else await mustBeTheSame(tx, id, fields);
    return isNew;
  });
}

async function mustBeTheSame(tx: Db, id: string, fields: AccountFields): Promise<void> {
  const known = await findAccountRow(tx, id);
  if (known === null || !isSame(known, fields)) throw new AppError('conflict', 'Er is al een account met deze naam om mee aan te duiden (id); kies een andere.', { extra: { reason: 'exists' } });
}

/** @throws AppError invalid-input when it does not fit its role, or what it is of does not exist */
async function mustFit(tx: Db, fields: AccountFields): Promise<void> {
  const wrong = await problemsOf(tx, fields);
  if (wrong.length > 0) throw invalid(wrong);
}

export async function problemsOf(tx: Db, fields: AccountFields): Promise<FieldError[]> {
  const known = await knownPlaces(tx, fields);
  const missing: FieldError[] = [
    ...(known.municipality ? [] : [{ field: 'municipalityCode', rule: 'exists', message: 'Deze gemeente bestaat hier niet; voeg haar eerst toe.' }]),
    ...(known.team ? [] : [{ field: 'teamId', rule: 'exists', message: 'Dit team bestaat niet in deze gemeente.' }]),
    ...(known.creditor ? [] : [{ field: 'creditorId', rule: 'exists', message: 'Deze schuldeiser bestaat hier niet; voeg haar eerst toe.' }]),
  ];
  return [...accountProblems(fields), ...missing];
}

/** What is written in the log of a change: ids and codes, and no name. */
const scopeOf = ({ role, municipalityCode, teamId, creditorId }: AccountFields) => ({ role, municipalityCode, teamId, creditorId });

interface Change {
  id: string;
  /** As it was read. */
  version: number;
  changes: Partial<AccountFields>;
}

interface Stores {
  sql: Sql;
  /** With the scope of the system, which sees what the account has in hand. */
  system: Sql;
}

/**
 * What is not given stays. Another role or place holds from the next request on, and its sessions end. Whoever has cases in hand hands them
 * over first, since another role could not go on with them.
 * @throws AppError not-found, forbidden, invalid-input; conflict when it was changed meanwhile, has left, has work in hand or is the last administrator
 */
export async function changeAccount({ sql, system }: Stores, actor: CallingActor, { id, version, changes }: Change, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const found = await accountToChange(tx, actor, id);
    const wanted = { ...fieldsOf(found), ...changes };
    if (isSame(found, wanted)) return;
    mustBeAsRead(found, version);
    mustStillWork(found);
    mustBeTheirs(actor, wanted.municipalityCode);
    await mustFit(tx, wanted);
    const moves = found.role !== wanted.role || found.municipalityCode !== wanted.municipalityCode;
    if (moves && found.role === 'caseworker') await mustHaveNothingInHand(system, found);
    await administratorRemains(tx, () => updateAccount(tx, id, wanted));
    const sessions = moves || found.creditorId !== wanted.creditorId ? await removeSessionsOfAccount(tx, id) : 0;
    const detail = { accountId: id, fields: changed(found, wanted), from: scopeOf(found), to: scopeOf(wanted), sessions };
    await writeAudit(tx, actor, { action: 'change-account', outcome: 'done', at, detail });
  });
}

const changed = (before: AccountFields, after: AccountFields): string[] => (Object.keys(fieldsOf(after)) as (keyof AccountFields)[]).filter((field) => before[field] !== after[field]);

async function mustHaveNothingInHand(system: Sql, account: AccountRow): Promise<void> {
  const { cases, appointments } = await countInHand(system, account);
  if (cases + appointments === 0) return;
  throw new AppError('conflict', `Dit account heeft nog werk: zaken ${cases}, afspraken ${appointments}. Laat dat eerst overnemen.`, { extra: { reason: 'work-in-hand', inHand: { cases, appointments } } });
}
