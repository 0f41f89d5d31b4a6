import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prepareDatabase } from '../../src/db/admit.ts';
import { connect } from '../../src/db/connect.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { hashKey } from '../../testkit/data/keys.ts';

const account = `application_${randomBytes(4).toString('hex')}`;
let database: TestDatabase;
let accountUrl: string;

beforeAll(async () => {
  database = await testDatabase();
  accountUrl = Object.assign(new URL(database.url), { username: account, password: 'the-set-up-gave-it' }).href;
});

afterAll(async () => {
  await database.owner`drop owned by ${database.owner(account)}`;
  await database.owner`drop role ${database.owner(account)}`;
  await database.drop();
});

const setUp = () => prepareDatabase({ databaseUrl: accountUrl, databaseOwnerUrl: database.ownerUrl, keysDatabaseUrl: accountUrl, hashKey });

async function signsIn(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  return sql`select 1`.then(() => true, () => false).finally(() => sql.end());
}

describe("the application's account and its password", () => {
  test('an account that changed its own password gets the right one back at the next set-up', async () => {
    await setUp();
    const sql = connect(accountUrl, { max: 1 });
    await sql.unsafe(`alter role ${account} password 'mine now'`);
    await sql.end();
    expect(await signsIn(accountUrl)).toBe(false);

    await setUp();

    expect(await signsIn(accountUrl)).toBe(true);
    expect(await signsIn(Object.assign(new URL(accountUrl), { password: 'mine now' }).href)).toBe(false);
  });
});
