/** Somebody leaves, or hands over what it has in hand. */
import type { CallingActor } from '../../actor.ts';
import type { Db, Sql } from '../../db/connect.ts';
import { findAccountRow, markLeft, type AccountRow } from '../../db/queries/administration/accounts.ts';
import { removeSessionsOfAccount } from '../../db/queries/administration/identities.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';
import type { ActDependencies } from '../cases/act-on-case.ts';
import { accountToChange, administratorRemains, invalidField, isOfActor, noAccount } from './guards.ts';
import { handOverWork, ofLeaving, successorFor } from './hand-over-work.ts';
import { countInHand, type InHand } from './read-accounts.ts';

interface Dependencies {
  sql: Sql;
  /** The same with the scope of the system, which carries the hand-over out. */
  asSystem: ActDependencies;
}

interface Leaving {
  id: string;
  /** Who takes over; null when there is nothing to take over. */
  successorId: string | null;
}

/**
 * From now on nobody signs in as this account; its sessions end in the same transaction. Its running cases and the appointments to come go to
 * the successor; what the engine cannot take now follows by itself.
 * @returns what is still to be handed over
 * @throws AppError not-found; invalid-input without a successor where there is work; conflict for the last administrator, or another successor than before
 */
export async function leaveAccount({ sql, asSystem }: Dependencies, actor: CallingActor, { id, successorId }: Leaving, at: Instant): Promise<InHand> {
  const { account, successor } = await sql.begin(async (tx) => {
    const found = await accountToChange(tx, actor, id);
    if (found.leftAt !== null) return { account: found, successor: await sameSuccessor(tx, found, successorId) };
    const inHand = await countInHand(asSystem.sql, found);
    if (successorId === null && inHand.cases + inHand.appointments > 0) throw invalidField('successorId', 'required', `Er is nog werk: zaken ${inHand.cases}, afspraken ${inHand.appointments}. Noem de medewerker die het overneemt.`);
    const taker = successorId === null ? null : await successorFor(tx, found, successorId);
    const sessions = await removeSessionsOfAccount(tx, id);
    await administratorRemains(tx, () => markLeft(tx, id, { at, successorId }));
    await writeAudit(tx, actor, { action: 'leave-account', outcome: 'done', at, detail: { accountId: id, successorId, sessions, inHand: { ...inHand } } });
    return { account: found, successor: taker };
  });
  return successor === null ? countInHand(asSystem.sql, account) : carriedOut(asSystem, actor, account, successor);
}

/** The same request again goes on with the hand-over. */
async function sameSuccessor(sql: Db, found: AccountRow, successorId: string | null): Promise<AccountRow | null> {
  if (found.successorId !== successorId) throw new AppError('conflict', 'Dit account is al uit dienst, met een andere opvolger.', { extra: { reason: 'left' } });
  return successorId === null ? null : findAccountRow(sql, successorId);
}

/** What is left follows by the sweep that finishes what was begun. */
async function carriedOut(asSystem: ActDependencies, actor: CallingActor, account: AccountRow, successor: AccountRow): Promise<InHand> {
  try {
    return await handOverWork(asSystem, actor, { from: account, to: successor, key: ofLeaving(account) });
  } catch (error) {
    if (error instanceof AppError && error.code === 'engine-unavailable') return countInHand(asSystem.sql, account);
    throw error;
  }
}

/**
 * For somebody who stays, in another role or place, or is away for long.
 * @returns what is still in hand
 * @throws AppError not-found, invalid-input, engine-unavailable
 */
export async function handOver({ sql, asSystem }: Dependencies, actor: CallingActor, { id, successorId, key }: { id: string; successorId: string; /** The caller's Idempotency-Key. */ key: string }, at: Instant): Promise<InHand> {
  const account = await findAccountRow(sql, id);
  if (account === null || !isOfActor(actor, account)) throw noAccount();
  const successor = await successorFor(sql, account, successorId);
  const before = await countInHand(asSystem.sql, account);
  if (before.cases + before.appointments === 0) return before;
  await writeAudit(sql, actor, { action: 'hand-over-work', outcome: 'done', at, detail: { accountId: id, successorId, inHand: { ...before } } });
  return handOverWork(asSystem, actor, { from: account, to: successor, key });
}
