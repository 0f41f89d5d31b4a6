import postgres from 'postgres';
import { connect, type Db } from './connect.ts';

/** Postgres' code for a wrong password. */
const INVALID_PASSWORD = '28P01';

/**
 * Sets the password of an account to the one in its connection string, when it cannot sign in with that. Postgres lets
 * every account change its own password, so an injected statement could lock the application out (or keep a way in):
 * the next set-up puts the password back.
 * @param owner a transaction of an account that may change other accounts
 * @throws what Postgres answers, when the account cannot sign in for another reason
 */
export async function keepPassword(owner: Db, url: string): Promise<void> {
  if (await passwordHolds(url)) return;
  const { username, password } = new URL(url);
  const [account, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const [change] = await owner<{ statement: string }[]>`select format('alter role %I password %L', ${account}::text, ${secret}::text) as statement`;
  await owner.unsafe(change?.statement ?? '');
}

async function passwordHolds(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  try {
    await sql`select 1`;
    return true;
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === INVALID_PASSWORD) return false;
    throw error;
  } finally {
    await sql.end();
  }
}
