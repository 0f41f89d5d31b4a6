/** Nobody signs in as a blocked account, and what it had in hand stays its own. */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { setBlocked } from '../../db/queries/administration/accounts.ts';
import { removeSessionsOfAccount } from '../../db/queries/administration/identities.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { accountToChange, administratorRemains, mustStillWork } from './guards.ts';

/** Its sessions end at once; its tokens are refused from now on. @throws AppError not-found; conflict for the last administrator, or one that has left */
export async function blockAccount(sql: Sql, actor: CallingActor, id: string, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const found = await accountToChange(tx, actor, id);
    mustStillWork(found);
    if (found.blockedAt !== null) return;
    await administratorRemains(tx, () => setBlocked(tx, id, at));
    const sessions = await removeSessionsOfAccount(tx, id);
    await writeAudit(tx, actor, { action: 'block-account', outcome: 'done', at, detail: { accountId: id, sessions } });
  });
}

/** @throws AppError not-found; conflict when it has left */
export async function unblockAccount(sql: Sql, actor: CallingActor, id: string, at: Instant): Promise<void> {
  await sql.begin(async (tx) => {
    const found = await accountToChange(tx, actor, id);
    mustStillWork(found);
    if (found.blockedAt === null) return;
    await setBlocked(tx, id, null);
    await writeAudit(tx, actor, { action: 'unblock-account', outcome: 'done', at, detail: { accountId: id } });
  });
}
