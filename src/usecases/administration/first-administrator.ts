import type { Sql } from '../../db/connect.ts';
import { findAccountRow, administratorsWhoSignIn, insertAccount, lockAdministrators } from '../../db/queries/administration/accounts.ts';
import { connectIdentity } from '../../db/queries/administration/identities.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { systemActor } from '../../domain/case/commands.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { AppError } from '../../errors.ts';

interface Wanted {
  id: string;
  name: string;
  email: string;
  issuer: string;
  subject: string;
  /** Also where there is an administrator already. */
  also: boolean;
}

/**
 * The first administrator of an empty system, who makes all others by the API. For a command on the machine: no account is asked for.
 * @param sql with the scope of the system
 * @returns whether something is new
 * @throws AppError conflict when there is an administrator already, or the id is another account's
 */
export async function makeAdministrator(sql: Sql, { id, name, email, issuer, subject, also }: Wanted, at: Instant): Promise<boolean> {
  return sql.begin(async (tx) => {
    await lockAdministrators(tx);
    const others = (await administratorsWhoSignIn(tx)).filter((one) => one !== id);
    if (others.length > 0 && !also) throw new AppError('conflict', `There is an administrator already: ${others.join(', ')}.`, { extra: { reason: 'administrator' } });
    const isNew = await insertAccount(tx, { id, name, email, role: 'administrator', municipalityCode: null, teamId: null, creditorId: null, createdAt: at });
    const account = await findAccountRow(tx, id);
    const isUsable = account?.role === 'administrator' && account.municipalityCode === null && account.blockedAt === null && account.leftAt === null;
    if (!isUsable) throw new AppError('conflict', `The account ${id} is another one's, is blocked or has left; choose another id.`, { extra: { reason: 'exists' } });
    if (isNew) await writeAudit(tx, systemActor, { action: 'create-account', outcome: 'done', at, detail: { accountId: id, role: 'administrator', by: 'command' } });
    const identity = await connectIdentity(tx, { issuer, subject }, id);
    if (identity.isNew) await writeAudit(tx, systemActor, { action: 'connect-identity', outcome: 'done', at, detail: { accountId: id, identityId: identity.id, by: 'command' } });
    return isNew || identity.isNew;
  });
}
