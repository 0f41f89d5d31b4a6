import type { Db } from '../../connect.ts';
import type { Subject } from './identities.ts';

export interface SessionRow extends Subject {
  idHash: string;
  issuerSession: string | null;
  accountId: string | null;
  startedAt: string;
  idleUntil: string;
  endsAt: string;
}

export async function addSession(sql: Db, session: SessionRow): Promise<void> {
  await sql`insert into sessions ${sql(session)}`;
}

/** The session, unless one of its terms has passed. */
export async function findSession(sql: Db, idHash: string, at: string): Promise<SessionRow | null> {
  const [row] = await sql<SessionRow[]>`
    select id_hash, issuer, subject, issuer_session, account_id, started_at, idle_until, ends_at
    from sessions where id_hash = ${idHash} and idle_until > ${at} and ends_at > ${at}`;
  return row ?? null;
}

export async function keepSession(sql: Db, idHash: string, idleUntil: string): Promise<void> {
  await sql`update sessions set idle_until = greatest(idle_until, ${idleUntil}) where id_hash = ${idHash}`;
}

export async function chooseAccount(sql: Db, idHash: string, accountId: string): Promise<void> {
  await sql`update sessions set account_id = ${accountId} where id_hash = ${idHash}`;
}

/** Ends sessions, as do the next two functions. @returns how many */
export async function removeSession(sql: Db, idHash: string): Promise<number> {
  return (await sql`delete from sessions where id_hash = ${idHash}`).count;
}

export async function removeSessionsOf(sql: Db, { issuer, subject }: Subject): Promise<number> {
  return (await sql`delete from sessions where issuer = ${issuer} and subject = ${subject}`).count;
}

export async function removeSessionsOfIssuerSession(sql: Db, issuer: string, issuerSession: string): Promise<number> {
  return (await sql`delete from sessions where issuer = ${issuer} and issuer_session = ${issuerSession}`).count;
}

/** At most `limit` rows, so that no request pays for a long backlog. */
export async function removeExpiredSessions(sql: Db, at: string, limit: number): Promise<void> {
  await sql`
    delete from sessions where id_hash in (
      select id_hash from sessions where least(idle_until, ends_at) <= ${at} order by least(idle_until, ends_at) limit ${limit} for update skip locked)`;
}
