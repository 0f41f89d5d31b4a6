/** Sessions, kept in Postgres; the browser holds only a secret. */
import type { Config } from '../config.ts';
import type { Db } from '../db/connect.ts';
import type { Subject } from '../db/queries/identity/identities.ts';
import { addSession, findSession, keepSession, removeExpiredSessions, type SessionRow } from '../db/queries/identity/sessions.ts';
import { randomSecret, storedForm } from './secrets.ts';

const CLEANED_AT_ONCE = 100;
/** Use extends the idle term only after a thirtieth of it has passed; otherwise every request would write. */
const MOVED_ON_AFTER = 1 / 30;

interface Dependencies {
  sql: Db;
  config: Pick<Config, 'sessionIdleMinutes' | 'sessionHours'>;
  clock: () => Date;
}

/** Starts a session. @returns the secret for the cookie */
export async function startSession({ sql, config, clock }: Dependencies, who: Subject & { issuerSession: string | null; accountId: string | null }): Promise<string> {
  const [secret, now] = [randomSecret(), clock()];
  await removeExpiredSessions(sql, now.toISOString(), CLEANED_AT_ONCE);
  await addSession(sql, {
    idHash: storedForm(secret),
    issuer: who.issuer,
    subject: who.subject,
    issuerSession: who.issuerSession,
    accountId: who.accountId,
    startedAt: now.toISOString(),
    idleUntil: idleUntil(now, config),
    endsAt: new Date(now.getTime() + config.sessionHours * 3_600_000).toISOString(),
  });
  return secret;
}

/** The session of the secret in a cookie, and counts as its use; null when there is none, or it has ended. */
export async function useSession({ sql, config, clock }: Dependencies, secret: string): Promise<SessionRow | null> {
  const now = clock();
  const session = await findSession(sql, storedForm(secret), now.toISOString());
  if (session === null) return null;
  const moved = idleUntil(now, config);
  const passedMs = Date.parse(moved) - Date.parse(session.idleUntil);
  if (passedMs >= config.sessionIdleMinutes * 60_000 * MOVED_ON_AFTER) await keepSession(sql, session.idHash, moved);
  return session;
}

const idleUntil = (now: Date, { sessionIdleMinutes }: Dependencies['config']): string => new Date(now.getTime() + sessionIdleMinutes * 60_000).toISOString();
