/** The connections that all who call share: never two scopes on one, never more than there may be. */
import { once } from 'node:events';
import { connect as dial, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isAway, isContended } from '../../src/db/errors.ts';
import { connect } from '../../src/db/connect.ts';
import { inPages } from '../../src/db/pages.ts';
import { openPool, PoolFull } from '../../src/db/pool.ts';
import { scopedSql } from '../../src/db/scoped-sql.ts';
import { openDatabase, scopeKeyOf, scopeText, type Database } from '../../src/db/scoped.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { enschede, insertCandidate } from '../../testkit/data/cases.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';

const hengelo = '0164';
const caseworker = (municipalityCode: string) => ({ id: 'x', role: 'caseworker' as const, teamId: null, municipalityCode, creditorId: null });
const inEnschede = scopeText(scopeKeyOf({ hashKey }), caseworker(enschede));

let owner: TestDatabase;
const ends: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  owner = await testDatabase();
  await seedTwente(owner.sql, places);
  await insertCandidate(owner.sql, { municipality: enschede, creditors: ['woongoed-twente'] });
  await insertCandidate(owner.sql, { municipality: hengelo, creditors: ['oost-energie'] });
});
afterAll(async () => {
  await Promise.all(ends.map((end) => end()));
  await owner.drop();
});

function opened(databaseConnections: number, waitMs?: number): Database {
  const database = openDatabase({ databaseUrl: owner.url, hashKey, databaseConnections, databaseAnswerMs: 30_000 }, waitMs === undefined ? {} : { waitMs });
  ends.push(() => database.end());
  return database;
}

/** One connection, to look at between two scopes. */
function single(url = owner.url, answerMs = 30_000) {
  const pool = openPool(url, { connections: 1, waitMs: 5_000, answerMs });
  const template = connect(url);
  ends.push(() => pool.end());
  const left = () => pool.lend(async ({ sql }) => (await sql<{ scope: string | null }[]>`select current_setting('app.scope', true) as scope`)[0]?.scope);
  // The driver tells the first who asks on a new connection how the one before it ended.
  const scopeLeft = () => left().catch(left);
  return { pool, sql: scopedSql(pool, template, inEnschede), scopeLeft };
}

const seenBy = async (sql: ReturnType<Database['of']>) => (await sql<{ code: string }[]>`select municipality_code as code from cases order by 1`).map(({ code }) => code);

describe('a Postgres that takes too long', () => {
  test('ends the statement itself, and the connection is good', async () => {
    const { sql, scopeLeft } = single(owner.url, 500);
    expect(isContended(await sql`select pg_sleep(30)`.catch((error: unknown) => error))).toBe(true);
    expect(isContended(await sql.begin((tx) => tx`select pg_sleep(30)`).catch((error: unknown) => error))).toBe(true);
    expect(await seenBy(sql)).toEqual([enschede]);
    expect(await scopeLeft()).toBe('');
  });

  test.each(['a query', 'a transaction'])('or stops answering is given up by %s, and the next one gets another connection', async (kind) => {
    const { sql, pool } = single(owner.url, 500);
    const pidOf = async () => (await pool.lend(({ sql: on }) => on<{ pid: number }[]>`select pg_backend_pid() as pid`))[0]?.pid ?? 0;
    expect(await seenBy(sql)).toEqual([enschede]);
    const frozen = await pidOf();
    process.kill(frozen, 'SIGSTOP');
    try {
      const lost = await (kind === 'a query' ? seenBy(sql) : sql.begin(async (tx) => seenBy(tx as never))).catch((error: unknown) => error);
      expect(isAway(lost)).toBe(true);
      expect(await seenBy(sql)).toEqual([enschede]);
      expect(await pidOf()).not.toBe(frozen);
    } finally {
      process.kill(frozen, 'SIGCONT');
    }
  });
});

describe('one pool for all scopes', () => {
  test('shows everybody their own rows, however they take turns on its connections, and whatever fails in between', async () => {
    const database = opened(2);
    const asked = Array.from({ length: 120 }, async (_, n) => {
      if (n % 4 === 0) return expect(await seenBy(database.of(caseworker(enschede)))).toEqual([enschede]);
      if (n % 4 === 1) return expect(await database.of(caseworker(hengelo)).begin((tx) => seenBy(tx as never))).toEqual([hengelo]);
      if (n % 4 === 2) return expect(await seenBy(database.of(null))).toEqual([]);
      await expect(database.system`select 1 / ${n - n}::int`.execute()).rejects.toThrow('division by zero');
      await expect(database.system.begin(async (tx) => [await seenBy(tx as never), await tx`select x`])).rejects.toThrow('does not exist');
    });
    await Promise.all(asked);
    expect(await seenBy(database.system)).toEqual([enschede, hengelo]);
  });

  test.each<[string, (sql: ReturnType<Database['of']>) => Promise<unknown>]>([
    ['a query', (sql) => seenBy(sql)],
    ['a query that failed', (sql) => expect(sql`select 1 / 0`.execute()).rejects.toThrow('zero')],
    ['a transaction', (sql) => sql.begin((tx) => seenBy(tx as never))],
    ['a transaction that was given up', (sql) => expect(sql.begin((tx) => tx`select 1`.then(() => Promise.reject(new Error('given up'))))).rejects.toThrow('given up')],
    ['a transaction whose connection was cut', (sql) => expect(sql.begin((tx) => tx`select pg_terminate_backend(pg_backend_pid())`)).rejects.toThrow()],
    ['a query whose connection was cut', (sql) => expect(sql`select pg_terminate_backend(pg_backend_pid())`.execute()).rejects.toThrow()],
  ])('leaves nothing of a scope behind on the connection of %s', async (_, work) => {
    const { sql, scopeLeft } = single();
    await work(sql);
    expect((await scopeLeft()) ?? '').toBe('');
    expect(await seenBy(sql)).toEqual([enschede]);
  });

  test('gives up a whole transaction for one failed query, whoever catches that, and names that one', async () => {
    const database = opened(1);
    const swallowed = database.system.begin(async (tx) => {
      await tx`update municipalities set name = name || '!'`;
      await tx`select 1 / 0`.catch(() => undefined);
      return 'done';
    });
    await expect(swallowed).rejects.toThrow('division by zero');
    const goesOn = database.system.begin(async (tx) => {
      await tx`select 1 / 0`.catch(() => undefined);
      await tx`select 1`;
    });
    await expect(goesOn).rejects.toThrow('division by zero');
    expect(await database.system`select 1 from municipalities where name like '%!'`).toHaveLength(0);
  });

  test('tells a lost connection from an empty answer', async () => {
    const { sql } = single();
    const lost = await sql`select pg_terminate_backend(pg_backend_pid())`.then(() => null, (error: unknown) => error);
    expect(isAway(lost)).toBe(true);
  });

  test('writes no scope into the text of a query, which everybody with the account may read in Postgres', async () => {
    const database = opened(1);
    const signature = inEnschede.split('|').at(-1) ?? '';
    const asked = async () => (await owner.owner<{ query: string }[]>`select query from pg_stat_activity where datname = current_database() and usename <> current_user and state = 'idle in transaction'`).map(({ query }) => query);
    await database.of(caseworker(enschede)).begin(async (tx) => {
      await tx`select 1`;
      expect(await asked()).toEqual([expect.stringMatching(/scope.*\$1/)]);
      expect(String(await asked())).not.toContain(signature);
    });
    await database.of(caseworker(enschede)).begin(async (tx) => {
      await tx.unsafe('select 1');
      expect(String(await asked())).not.toContain(signature);
    });
  });

  test.each<[string, (sql: ReturnType<Database['of']>) => Promise<{ code: string }[]>]>([
    ['a query of its own', (sql) => sql`with own as (select municipality_code as code from cases) select code from own`],
    ['one that calls itself', (sql) => sql`WITH RECURSIVE own as (select municipality_code as code from cases union select code from own) select code from own`],
    ['one that is put together', (sql) => sql`${sql`select municipality_code`} as code from cases`],
    ['one whose text is made', (sql) => sql.unsafe('select municipality_code as code from cases')],
    ['a change', (sql) => sql`update cases set crisis = crisis returning municipality_code as code`],
    ['the first of a transaction', (sql) => sql.begin((tx) => tx<{ code: string }[]>`select municipality_code as code from cases`)],
    ['the first of one, which is put together', (sql) => sql.begin((tx) => tx<{ code: string }[]>`${tx`select municipality_code`} as code from cases`)],
    ['a later one', (sql) => sql.begin(async (tx) => (await tx`select 1`, tx<{ code: string }[]>`select municipality_code as code from cases`))],
  ])('brings its scope along with %s', async (_, ask) => {
    const { sql, scopeLeft } = single();
    expect((await ask(sql)).map(({ code }) => code)).toEqual([enschede]);
    expect((await scopeLeft()) ?? '').toBe('');
  });

  test('asks again when the schema changed under a prepared query, and answers no empty page', async () => {
    const { sql } = single();
    const all = () => sql`select * from cases`;
    expect(await all()).toHaveLength(1);
    await owner.owner`alter table cases add column since_then text`;
    expect(await all()).toHaveLength(1);
    await owner.owner`alter table cases drop column since_then`;
    expect(await all()).toHaveLength(1);
  });
});

describe('when every connection is in use', () => {
  test('one waits for a while and is then told that it is full; who came first is served first', async () => {
    const database = opened(1, 300);
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const holding = database.system.begin(() => held);
    await expect(database.of(null)`select 1`.execute()).rejects.toThrow(PoolFull);
    const order: number[] = [];
    const waiting = [1, 2, 3].map((n) => database.of(null)`select 1`.then(() => order.push(n)));
    letGo();
    await Promise.all([holding, ...waiting]);
    expect(order).toEqual([1, 2, 3]);
  });

  test('rows that are read a page at a time hold none while their reader takes its time', async () => {
    const database = opened(1, 300);
    const rows = inPages(2, (last: { n: number } | null, limit) => database.system<{ n: number }[]>`select n from generate_series(1, 5) n where n > ${last?.n ?? 0} order by n limit ${limit}`);
    const seen: number[] = [];
    for await (const { n } of rows) {
      seen.push(n);
      expect(await database.of(null)`select 1 as one`).toHaveLength(1);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });
});

describe('the scope', () => {
  test('costs no round trip: a query takes one, a transaction begins with its first query', async () => {
    const proxy = await countingProxy(owner.url);
    const { sql } = single(proxy.url);
    ends.push(() => proxy.end());
    const query = () => sql`select 1`;
    const transaction = () => sql.begin((tx) => tx`select 1`);
    await query();
    expect(await proxy.tripsOf(query)).toBe(1);
    expect(await proxy.tripsOf(transaction)).toBe(2);
  });
});

/** Lets answers of Postgres through once the client has been silent for a moment, and counts how often it spoke before. */
async function countingProxy(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  let trips = 0;
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const postgres = dial(Number(port), hostname);
    sockets.push(client, postgres);
    let spoke: NodeJS.Timeout | undefined;
    client.on('data', (bytes) => {
      postgres.pause();
      if (spoke === undefined) trips += 1;
      clearTimeout(spoke);
      spoke = setTimeout(() => {
        spoke = undefined;
        postgres.resume();
      }, 50);
      postgres.write(bytes);
    });
    postgres.on('data', (bytes) => client.write(bytes));
    for (const [one, other] of [[client, postgres], [postgres, client]] as const) one.on('error', () => undefined).on('close', () => other.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = Object.assign(new URL(databaseUrl), { hostname: '127.0.0.1', port: String((server.address() as AddressInfo).port) }).href;
  return {
    url,
    async tripsOf(work: () => PromiseLike<unknown>): Promise<number> {
      const before = trips;
      await work();
      return trips - before;
    },
    async end(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
