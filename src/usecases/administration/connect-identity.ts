/** Which subjects of an issuer may act as an account. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { connectIdentity, findIdentity, removeIdentity, removeSessionsOfAccount } from '../../db/queries/administration/identities.ts';
import type { Subject } from '../../db/queries/identity/identities.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { accountToChange, administratorRemains, mustStillWork } from './guards.ts';

/**
 * Whoever the issuer calls so may act as this account from now on.
 * @returns its id, and whether it is new
 * @throws AppError not-found; conflict when the account has left
 */
export async function connectSubject(sql: Sql, actor: CallingActor, { accountId, ...subject }: Subject & { accountId: string }, at: Instant): Promise<{ id: string; isNew: boolean }> {
  return sql.begin(async (tx) => {
    mustStillWork(await accountToChange(tx, actor, accountId));
    const { id, isNew } = await connectIdentity(tx, subject, accountId);
    // The subject is the issuer's name for a person: the log has the id of the row.
    if (isNew) await writeAudit(tx, actor, { action: 'connect-identity', outcome: 'done', at, detail: { accountId, identityId: id } });
    return { id, isNew };
  });
}

/**
 * Sessions as this account end, also those of others who may act as it: they sign in again. One that is not connected is left so.
 * @throws AppError not-found; conflict for the last administrator
 */
export async function disconnectSubject(sql: Sql, actor: CallingActor, { accountId, identityId }: { accountId: string; identityId: string }, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    await accountToChange(tx, actor, accountId);
    const identity = await findIdentity(tx, identityId);
    if (identity?.accountId !== accountId) return;
    await administratorRemains(tx, async () => {
      // Before the row goes: by it the sessions are found that have not chosen an account yet.
      const sessions = await removeSessionsOfAccount(tx, accountId);
      await removeIdentity(tx, identityId);
      await writeAudit(tx, actor, { action: 'disconnect-identity', outcome: 'done', at, detail: { accountId, identityId, sessions } });
    });
  });
}
