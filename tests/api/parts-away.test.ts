/** A process of the API whose parts go away, are too busy or know something that it does not: each is told as what it is, and passes. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startChild, type Child } from '../../scripts/parts/child.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { applicationUrl, keysUrl, postgresUrl, startPostgres, type Postgres } from '../../scripts/parts/postgres.ts';
import { run } from '../../scripts/parts/run.ts';
import { prepareDatabase } from '../../src/db/admit.ts';
import { connect, type Connections } from '../../src/db/connect.ts';
import { keyMigrations, migrate } from '../../src/db/migrate.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { masterKeysSchema } from '../../src/privacy/master-keys.ts';
import { seedIdentities } from '../../src/usecases/identity/seed-identities.ts';
import { seedTwente } from '../../src/usecases/identity/seed-twente.ts';
import { insertCandidate } from '../../testkit/data/cases.ts';
import { devServerAddress, uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { keys } from '../../testkit/data/keys.ts';
import { noRateLimits } from '../../testkit/no-rate-limits.ts';
import { places } from '../../testkit/data/places.ts';
import { testIssuer, type TestIssuer } from '../../testkit/data/tokens.ts';

const { MASTER_KEYS, ...otherKeys } = keys;
const newer = `newer:${Buffer.alloc(32, 9).toString('base64')}`;
const keysName = 'vroegsignalering_keys';

let folder: string;
let server: Postgres;
let startServer: () => Promise<Postgres>;
let admin: Connections;
let owner: Connections;
let ownerOfKeys: Connections;
let issuer: TestIssuer;
let api: Child;
let origin: string;
let masterKeysFile: string;
let read: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vroegsignalering-away-'));
  // The account that Postgres runs as must be able to pass through.
  chmodSync(folder, 0o755);
  const [port, apiPort] = [await freePort(), await freePort()];
  startServer = () => startPostgres({ folder: join(folder, 'postgres'), port, logFile: join(folder, 'postgres.log'), durable: false });
  server = await startServer();
  const ownerUrl = postgresUrl(port);
  await prepareDatabase({ databaseUrl: applicationUrl(ownerUrl), databaseOwnerUrl: ownerUrl, keysDatabaseUrl: keysUrl(ownerUrl), hashKey: keys.HASH_KEY });
  [admin, owner, ownerOfKeys] = [connect(postgresUrl(port, 'postgres'), { max: 1 }), connect(ownerUrl, { max: 2 }), connect(postgresUrl(port, keysName), { max: 1 })];
  issuer = await testIssuer();
  await seedTwente(owner, places);
  await seedIdentities(owner, issuer.url);
  read = `/api/v1/cases/${await insertCase(ownerUrl)}`;
  masterKeysFile = join(folder, 'master-keys');
  writeFileSync(masterKeysFile, MASTER_KEYS);
  origin = `http://127.0.0.1:${apiPort}`;
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: applicationUrl(ownerUrl),
    DATABASE_CONNECTIONS: '1',
    // Longer than anybody waits for the one connection.
    DATABASE_ANSWER_SECONDS: '12',
    KEYS_DATABASE_URL: keysUrl(ownerUrl),
    TEMPORAL_ADDRESS: devServerAddress(),
    TASK_QUEUE: uniqueName('away'),
    API_PORT: String(apiPort),
    ...otherKeys,
    MASTER_KEYS_FILE: masterKeysFile,
    ...issuer.settings,
    ...noRateLimits,
    LOG_LEVEL: 'error',
  };
  api = startChild({ program: process.execPath, args: ['--import', 'tsx', 'api/main.ts'], env, stopSignal: 'SIGTERM', logFile: join(folder, 'api.log') });
  await eventually(async () => expect((await fetch(`${origin}/health/ready`)).status).toBe(200), 60_000);
});
afterAll(async () => {
  await api.stop(10_000);
  await Promise.all([admin, owner, ownerOfKeys].map((sql) => sql.end({ timeout: 1 })));
  await Promise.all([server.stop(), issuer.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A case whose keys stand where they do in earnest: in the database of the keys alone. */
async function insertCase(ownerUrl: string): Promise<string> {
  await migrate(ownerUrl, keyMigrations);
  const { id } = await insertCandidate(owner);
  await ownerOfKeys`insert into keys.subject_keys ${ownerOfKeys(await owner`delete from keys.subject_keys returning subject, master, wrapped`)}`;
  return id;
}

interface Told {
  status: number;
  code?: string;
  detail?: string;
  retryAfter: string | null;
  type: string;
}

async function ask(path: string, body?: unknown): Promise<Told> {
  const headers = { Authorization: await issuer.bearer('meldpunt'), 'Content-Type': 'application/json' };
  const response = await fetch(origin + path, { headers, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const { code, detail } = type.includes('problem+json') ? (JSON.parse(text) as { code: string; detail: string }) : { code: undefined, detail: text };
  return { status: response.status, ...(code === undefined ? {} : { code }), detail, retryAfter: response.headers.get('Retry-After'), type };
}

const readiness = async () => {
  const response = await fetch(`${origin}/health/ready`);
  return { http: response.status, ...((await response.json()) as object) };
};
const isFine = async () => expect((await ask(read)).status).toBe(200);
const away = (code: string, detail: RegExp) => ({ status: 503, code, retryAfter: '5', detail: expect.stringMatching(detail) as unknown as string });
const awayPage = (detail: RegExp) => ({ status: 503, retryAfter: '5', type: expect.stringContaining('text/html') as unknown as string, detail: expect.stringMatching(detail) as unknown as string });

describe('the keys', () => {
  test('of a database that lets nobody in are told to be away, by every route that needs them and by readiness, until it does', async () => {
    await isFine();
    await admin`alter database ${admin(keysName)} with allow_connections false`;
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${keysName} and usename = 'application'`;
    const keysAway = away('keys-unavailable', /sleutels.*niet te bereiken.*opnieuw/);
    expect(await ask(read)).toMatchObject(keysAway);
    expect(await ask(`${read}/notes`, { text: 'Belt morgen terug' })).toMatchObject(keysAway);
    expect(await readiness()).toEqual({ http: 503, status: 'unavailable', postgres: true, keys: false, temporal: true });
    expect((await ask('/proces')).status).toBe(200);
    await admin`alter database ${admin(keysName)} with allow_connections true`;
    await eventually(isFine);
    expect(await readiness()).toEqual({ http: 200, status: 'ok', postgres: true, keys: true, temporal: true });
  });

  test('that may not be read any more are away too', async () => {
    await ownerOfKeys`revoke select on keys.subject_keys from application`;
    expect(await ask(read)).toMatchObject(away('keys-unavailable', /sleutels.*niet te bereiken/));
    expect(await readiness()).toMatchObject({ http: 503, postgres: true, keys: false });
    await ownerOfKeys`grant select on keys.subject_keys to application`;
    await isFine();
  });

  test('wrapped by a master key that the process was not given yet are told to be renewed, until its file names that one', async () => {
    const elsewhere = keyStore(ownerOfKeys, masterKeysSchema.parse(`${newer},${MASTER_KEYS}`));
    expect(await elsewhere.rewrap(100)).toBeGreaterThan(0);
    expect(await ask(read)).toMatchObject(away('keys-unavailable', /sleutels worden vernieuwd.*opnieuw/));
    writeFileSync(masterKeysFile, `${newer},half a k`);
    expect(await ask(read)).toMatchObject(away('keys-unavailable', /sleutels worden vernieuwd/));
    writeFileSync(masterKeysFile, `${newer},${MASTER_KEYS}\n`);
    await isFine();
  });
});

describe('the database', () => {
  test('whose only connection is in use is told to be busy, to programs and to people, until it is free', async () => {
    let letGo = (): void => undefined;
    const released = new Promise<void>((resolve) => (letGo = resolve));
    let locked = (): void => undefined;
    const isLocked = new Promise<void>((resolve) => (locked = resolve));
    const locking = owner.begin(async (tx) => {
      await tx`lock table cases in access exclusive mode`;
      locked();
      await released;
    });
    await isLocked;
    const held = ask(read);
    await eventually(async () => expect(await admin`select 1 from pg_stat_activity where wait_event_type = 'Lock' and usename = 'application'`).toHaveLength(1));
    const [json, page] = await Promise.all([ask(read), ask('/proces')]);
    letGo();
    await locking;
    expect(json).toMatchObject(away('too-busy', /te veel aanvragen tegelijk.*opnieuw/));
    expect(page).toMatchObject(awayPage(/te veel aanvragen tegelijk/));
    expect((await held).status).toBe(200);
    expect((await ask('/proces')).status).toBe(200);
  });

  test('that lets nobody in is away', async () => {
    const name = 'vroegsignalering';
    await admin`alter database ${admin(name)} with allow_connections false`;
    await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name} and usename = 'application'`;
    for (const path of [read, read]) expect(await ask(path)).toMatchObject(away('database-unavailable', /niet te bereiken/));
    expect(await ask('/proces')).toMatchObject(awayPage(/niet te bereiken/));
    await admin`alter database ${admin(name)} with allow_connections true`;
    await eventually(isFine);
  });

  test('that is frozen, and takes connections without a word, is told to be away, and answers again when it goes on', async () => {
    const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
    const processes = [server.pid, ...output.split('\n').map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([pid = 0, parent]) => (parent === server.pid ? [pid] : []))];
    // From the top, so that it starts no more of them.
    for (const pid of processes) process.kill(pid, 'SIGSTOP');
    try {
      const [first, second] = await Promise.all([ask(read), ask('/proces')]);
      expect([first.status, second.status, first.retryAfter, second.retryAfter]).toEqual([503, 503, '5', '5']);
      expect([first, second].map(({ detail }) => detail).join()).toMatch(/niet te bereiken/);
      // On a connection of its own now, which nobody answers either.
      expect(await ask(read)).toMatchObject(away('database-unavailable', /niet te bereiken.*opnieuw/));
    } finally {
      for (const pid of processes) process.kill(pid, 'SIGCONT');
    }
    await eventually(isFine, 20_000);
  }, 90_000);

  test('that is stopped is told to be away, to programs and to people, and is found again when it is back', async () => {
    await server.stop();
    expect(await ask(read)).toMatchObject(away('database-unavailable', /niet te bereiken.*opnieuw/));
    expect(await ask('/proces')).toMatchObject(awayPage(/niet te bereiken/));
    expect(await readiness()).toEqual({ http: 503, status: 'unavailable', postgres: false, keys: false, temporal: true });
    expect((await fetch(`${origin}/health`)).status).toBe(200);
    server = await startServer();
    await eventually(isFine);
    expect((await ask('/proces')).status).toBe(200);
    expect(await readiness()).toMatchObject({ http: 200 });
  });
});
