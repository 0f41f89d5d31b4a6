import type { Config } from '../../config.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { accountsOf } from '../../db/queries/identity/identities.ts';
import { removeSession } from '../../db/queries/identity/sessions.ts';
import { AppError } from '../../errors.ts';
import { storedForm } from '../../identity/secrets.ts';
import { startSession } from '../../identity/sessions.ts';
import type { SignedIn } from '../../identity/sign-in.ts';

interface Dependencies {
  sql: Sql;
  config: Pick<Config, 'sessionIdleMinutes' | 'sessionHours'>;
  clock: () => Date;
}

/**
 * Starts a session for who has signed in, under a new secret; the one that this browser had before ends.
 * @returns the secret for the cookie, and whether an account must still be chosen
 * @throws AppError forbidden for somebody without an account
 */
export async function openSession({ sql, config, clock }: Dependencies, who: SignedIn, { before, requestId }: { before: string | undefined; requestId: string }) {
  const accounts = await accountsOf(sql, who);
  const [first, ...others] = accounts;
  if (first === undefined) throw new AppError('forbidden', 'U bent bekend, maar hebt hier geen account. Vraag de beheerder erom.', { extra: { reason: 'no-account' } });
  const mustChoose = others.length > 0;
  const secret = await sql.begin(async (tx) => {
    if (before !== undefined) await removeSession(tx, storedForm(before));
    const detail = mustChoose ? { accounts: accounts.map(({ id }) => id) } : {};
    await writeAudit(tx, { id: first.id, role: first.role, requestId, signedInBy: 'session' }, { action: 'sign-in', outcome: 'done', at: clock().toISOString(), detail });
    return startSession({ sql: tx, config, clock }, { ...who, accountId: mustChoose ? null : first.id });
  });
  return { secret, mustChoose };
}
