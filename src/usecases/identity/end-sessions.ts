import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { accountsOf, type Subject } from '../../db/queries/identity/identities.ts';
import { removeSession, removeSessionsOf, removeSessionsOfIssuerSession, type SessionRow } from '../../db/queries/identity/sessions.ts';
import type { LogoutRequest } from '../../identity/logout-token.ts';

interface Dependencies {
  sql: Sql;
  clock: () => Date;
}

/** Ends one session, or every session of whoever has it. Access tokens that the issuer gave out live until they expire. */
export async function endSessions({ sql, clock }: Dependencies, session: SessionRow, { everywhere, requestId }: { everywhere: boolean; requestId: string }): Promise<void> {
  const actor = { ...(await actingAs(sql, session)), requestId, signedInBy: 'session' as const };
  await sql.begin(async (tx) => {
    const ended = everywhere ? await removeSessionsOf(tx, session) : await removeSession(tx, session.idHash);
    await writeAudit(tx, actor, { action: everywhere ? 'sign-out-everywhere' : 'sign-out', outcome: 'done', at: clock().toISOString(), detail: { sessions: ended } });
  });
}

/** Ends what the issuer says has ended there. */
export async function endIssuerSessions({ sql, clock }: Dependencies, issuer: string, ended: LogoutRequest, requestId: string): Promise<void> {
  const who = 'subject' in ended ? await actingAs(sql, { issuer, subject: ended.subject, accountId: null }) : { id: null, role: null };
  await sql.begin(async (tx) => {
    const sessions = await ('subject' in ended ? removeSessionsOf(tx, { issuer, subject: ended.subject }) : removeSessionsOfIssuerSession(tx, issuer, ended.issuerSession));
    if (sessions > 0) await writeAudit(tx, { ...who, requestId }, { action: 'sign-out', outcome: 'done', at: clock().toISOString(), detail: { sessions, by: 'issuer' } });
  });
}

async function actingAs(sql: Sql, { accountId, ...subject }: Subject & { accountId: string | null }) {
  const accounts = await accountsOf(sql, subject);
  const { id, role } = accounts.find((account) => account.id === accountId) ?? accounts[0] ?? { id: null, role: null };
  return { id, role };
}
