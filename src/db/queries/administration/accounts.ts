/** Accounts, as an administrator keeps them. */
import type { AccountFields } from '../../../domain/identity/account.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { standingToday } from '../identity/reference.ts';

export interface AccountRow extends AccountFields {
  id: string;
  /** Goes up with each change. */
  version: number;
  /** Null for one from before 0.3. */
  createdAt: Instant | null;
  blockedAt: Instant | null;
  leftAt: Instant | null;
  /** Who takes over what it had in hand when it left. */
  successorId: string | null;
}

const columns = (sql: Db) => sql`id, name, email, role, municipality_code, team_id, creditor_id, version, created_at, blocked_at, left_at, successor_id`;

/** @param within of this municipality only; null: all */
export const listAccountRows = (sql: Db, within: string | null) =>
  sql<AccountRow[]>`select ${columns(sql)} from accounts where ${within === null ? sql`true` : sql`municipality_code = ${within}`} order by id`;

export async function findAccountRow(sql: Db, id: string): Promise<AccountRow | null> {
  return (await sql<AccountRow[]>`select ${columns(sql)} from accounts where id = ${id}`)[0] ?? null;
}

/** Others who change it wait until the transaction ends. */
export async function lockAccount(tx: Db, id: string): Promise<AccountRow | null> {
  return (await tx<AccountRow[]>`select ${columns(tx)} from accounts where id = ${id} for update`)[0] ?? null;
}

/** @returns whether it is new; one that is there stays as it is */
export async function insertAccount(tx: Db, account: AccountFields & { id: string; createdAt: Instant }): Promise<boolean> {
  return (await tx`insert into accounts ${tx(account)} on conflict (id) do nothing`).count > 0;
}

export async function updateAccount(tx: Db, id: string, fields: AccountFields): Promise<void> {
  await tx`update accounts set ${tx(fields)}, version = version + 1 where id = ${id}`;
}

/** @param at null: it may sign in again */
export async function setBlocked(tx: Db, id: string, at: Instant | null): Promise<void> {
  await tx`update accounts set blocked_at = ${at}, version = version + 1 where id = ${id}`;
}

export async function markLeft(tx: Db, id: string, { at, successorId }: { at: Instant; successorId: string | null }): Promise<void> {
  await tx`update accounts set left_at = ${at}, successor_id = ${successorId}, version = version + 1 where id = ${id}`;
}

/** Which of what an account is of exists; null is of nothing. */
export async function knownPlaces(sql: Db, { municipalityCode, teamId, creditorId }: Pick<AccountFields, 'municipalityCode' | 'teamId' | 'creditorId'>) {
  const [row] = await sql<{ municipality: boolean; team: boolean; creditor: boolean }[]>`
    select
      ${municipalityCode}::text is null or exists (select 1 from municipalities where code = ${municipalityCode}) as municipality,
      ${teamId}::text is null or exists (select 1 from teams t where id = ${teamId} and municipality_code = ${municipalityCode} and ${standingToday(sql)}) as team,
      ${creditorId}::text is null or exists (select 1 from creditors where id = ${creditorId}) as creditor`;
  return row ?? { municipality: false, team: false, creditor: false };
}

/** Changes of who administers the region take turns until the transaction ends. */
export async function lockAdministrators(tx: Db): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`;
}

/** Administrators of the region who can sign in, by their ids. */
export async function administratorsWhoSignIn(sql: Db): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from accounts a where role = 'administrator' and municipality_code is null and blocked_at is null and left_at is null
      and exists (select 1 from identities i where i.account_id = a.id) order by id`;
  return rows.map(({ id }) => id);
}
