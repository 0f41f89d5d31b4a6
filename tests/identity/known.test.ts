/** What a process keeps for seconds: on a real Postgres, as the application's own account, with a clock that stands still unless it is moved. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connections } from '../../src/db/connect.ts';
import { openKnown, type Known } from '../../src/db/known.ts';
import { addIdentities } from '../../src/db/queries/identity/identities.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { places } from '../../testkit/data/places.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { eventually } from '../../testkit/eventually.ts';

const who = { issuer: 'https://issuer.example', subject: 'somebody' };
let database: TestDatabase;
let sql: Connections;
let known: Known;
let nowMs = 0;
beforeAll(async () => {
  database = await testDatabase();
  sql = database.connect({ max: 2 });
  await seedTwente(sql, places);
  known = openKnown({ databaseUrl: database.url }, sql, () => nowMs);
});
afterAll(async () => {
  await known.end();
  await sql.end();
  await database.drop();
});
beforeEach(async () => {
  await database.owner`alter table identities enable trigger tell_known`;
  await addIdentities(sql, [{ ...who, accountId: 'meldpunt' }]);
  await eventually(async () => expect(await accounts()).toEqual(['meldpunt']));
});

const accounts = async () => (await known.accountsOf(who)).map(({ id }) => id);
const takeAway = () => sql`delete from identities where subject = ${who.subject}`;
const loseMessages = () => database.owner`alter table identities disable trigger tell_known`;
const listeners = () => database.owner<{ pid: number }[]>`select pid from pg_stat_activity where datname = current_database() and query = 'listen known'`;
const isListening = () => eventually(async () => expect(await listeners()).toHaveLength(1));

test('an account that is taken away is out as soon as Postgres says so, and one that is given is in', async () => {
  await isListening();
  await takeAway();
  await eventually(async () => expect(await accounts()).toEqual([]), 5_000);
  await addIdentities(sql, [{ ...who, accountId: 'beheer' }]);
  await eventually(async () => expect(await accounts()).toEqual(['beheer']), 5_000);
  await takeAway();
});

test('what it may do is heard of too, and the closed days', async () => {
  await isListening();
  await sql`update accounts set municipality_code = '0153' where id = 'meldpunt'`;
  await eventually(async () => expect(await known.accountsOf(who)).toMatchObject([{ municipalityCode: '0153' }]), 5_000);
  expect((await known.calendar()).isWorkingDay('2026-12-01')).toBe(true);
  await sql`insert into closed_days (date, name) values ('2026-12-01', 'Brugdag')`;
  await eventually(async () => expect((await known.calendar()).isWorkingDay('2026-12-01')).toBe(false), 5_000);
});

test('when the message is lost it is kept for three seconds and no longer', async () => {
  await isListening();
  await loseMessages();
  await eventually(async () => {
    await addIdentities(sql, [{ ...who, accountId: 'meldpunt' }]);
    nowMs += 3_000;
    expect(await accounts()).toEqual(['meldpunt']);
    await takeAway();
    expect(await accounts()).toEqual(['meldpunt']);
  });
  nowMs += 2_999;
  expect(await accounts()).toEqual(['meldpunt']);
  nowMs += 1;
  expect(await accounts()).toEqual([]);
});

test('while it cannot listen it keeps nothing, and it listens again by itself', async () => {
  await isListening();
  const [before] = await listeners();
  await database.owner`select pg_terminate_backend(${before?.pid ?? 0})`;
  await eventually(async () => expect(await listeners()).not.toEqual([before]));
  await isListening();
  await takeAway();
  await eventually(async () => expect(await accounts()).toEqual([]), 5_000);
});

test('a reading that fails is not kept', async () => {
  await isListening();
  await database.owner`alter table identities rename to away`;
  nowMs += 3_000;
  await expect(known.accountsOf(who)).rejects.toThrow('identities');
  await database.owner`alter table away rename to identities`;
  expect(await accounts()).toEqual(['meldpunt']);
});
