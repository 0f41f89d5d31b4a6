import type { Db } from '../../connect.ts';

export interface SignIn {
  stateHash: string;
  browserHash: string;
  nonce: string;
  codeVerifier: string;
  returnTo: string;
  expiresAt: string;
}

export async function addSignIn(sql: Db, signIn: SignIn): Promise<void> {
  await sql`insert into sign_ins ${sql(signIn)}`;
}

/** Returns a started sign-in and deletes it: a second call, or one from another browser, gets null. */
export async function takeSignIn(sql: Db, { stateHash, browserHash }: Pick<SignIn, 'stateHash' | 'browserHash'>): Promise<SignIn | null> {
  const [row] = await sql<SignIn[]>`
    delete from sign_ins where state_hash = ${stateHash} and browser_hash = ${browserHash}
    returning state_hash, browser_hash, nonce, code_verifier, return_to, expires_at`;
  return row ?? null;
}

/** At most `limit` rows, so that no request pays for a long backlog. */
export async function removeExpiredSignIns(sql: Db, at: string, limit: number): Promise<void> {
  await sql`delete from sign_ins where state_hash in (select state_hash from sign_ins where expires_at <= ${at} order by expires_at limit ${limit} for update skip locked)`;
}
