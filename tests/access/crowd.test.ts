/** Many at once, and slow ones among them, on real processes and the application's own account. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dial, untilClosed } from '../edge/raw.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { eventually } from '../../testkit/eventually.ts';
import { startSystem, type System } from '../../testkit/system.ts';

const ROWS = 20_000;
/** What the API holds at most: twenty to the database and one that listens, ten to that of the keys. */
const CONNECTIONS = 31;

const folder = mkdtempSync(join(tmpdir(), 'crowd-'));
const logFile = join(folder, 'log');
let system: System;
let accounts: string[];
const readers: Socket[] = [];
beforeAll(async () => {
  system = await startSystem({ logFile, settings: { SLOW_CLIENT_SECONDS: '15', LOG_LEVEL: 'info' } });
  // Nothing here asks for work; the connections that are counted are the API's.
  await system.kill('worker');
  const { sql } = system;
  await sql`
    insert into accounts (id, name, email, role, municipality_code)
    select role || '-' || code, role, role || '@voorbeeld.test', role, code from municipalities, unnest(array['caseworker', 'desk']) role order by role, code limit 24`;
  await admitAccounts(sql);
  accounts = (await sql<{ id: string }[]>`select id from accounts where id ~ '^(caseworker|desk)-[0-9]+$' order by id`).map(({ id }) => id);
  await sql`
    insert into audit_log (at, actor_id, actor_role, action, outcome, detail)
    select timestamptz '2026-03-01' + n * interval '1 microsecond', 'meldpunt', 'desk', 'read-signals', 'done', jsonb_build_object('n', n, 'filler', repeat('x', 300)) from generate_series(1, ${ROWS}::int) n`;
});
afterAll(async () => {
  for (const reader of readers) reader.destroy();
  await system.stop();
  rmSync(folder, { recursive: true });
});

const connectionsHeld = async () => (await system.sql`select 1 from pg_stat_activity where datname = current_database() and usename <> current_user`).length;
const statusesOf = async (asked: Promise<{ status: number }>[]) => [...new Set((await Promise.all(asked)).map(({ status }) => status))];

test('ten requests at once in each of 24 scopes are all answered, over the connections that the API may have', async () => {
  expect(accounts).toHaveLength(24);
  const asked = accounts.flatMap((account) => Array.from({ length: 10 }, (_, n) => system.call(account, 'GET', n % 2 === 0 ? '/api/v1/cases' : '/api/v1/deadlines')));
  expect(await statusesOf(asked)).toEqual([200]);
  expect(await connectionsHeld()).toBeLessThanOrEqual(CONNECTIONS);
});

describe('ten downloads whose readers have stopped', () => {
  beforeAll(async () => {
    const port = Number(new URL(system.health.api).port);
    const bearer = await system.bearer('privacy');
    for (let n = 0; n < 10; n += 1) {
      const socket = await dial(port);
      socket.pause();
      socket.write([`GET /api/v1/audit.jsonl HTTP/1.1`, 'Host: crowd.test', `Authorization: ${bearer}`, 'Connection: close', '', ''].join('\r\n'));
      readers.push(socket);
    }
    await eventually(() => expect(readers.every(({ readableLength }) => readableLength > 0)).toBe(true), 20_000);
  });

  test('hold nothing in Postgres, and keep neither their own role nor another waiting', async () => {
    const asked = ['privacy', 'privacy', 'meldpunt', ...accounts.slice(0, 7)].flatMap((account) => Array.from({ length: 3 }, () => system.call(account, 'GET', account === 'privacy' ? '/api/v1/audit?limit=5' : '/api/v1/cases')));
    expect(await statusesOf(asked)).toEqual([200]);
    await eventually(async () => expect(await system.sql`select 1 from pg_stat_activity where datname = current_database() and usename <> current_user and state <> 'idle'`).toHaveLength(0));
  });

  test('come in whole for who goes on reading, each row once and in its order; the others are cut off', async () => {
    const [first, ...stopped] = readers;
    const whole = untilClosed(first as Socket);
    first?.resume();
    const { body, status } = await whole;
    expect(status).toBe(200);
    const rows = body.split(/\r?\n/).flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { detail: { n?: number } }] : [])).flatMap(({ detail }) => detail.n ?? []);
    expect(rows).toEqual(Array.from({ length: ROWS }, (_, n) => n + 1));
    expect(stopped).toHaveLength(9);
    await eventually(() => expect(readFileSync(logFile, 'utf8').match(/"route":"\/audit.jsonl"/g)).toHaveLength(10), 60_000);
  }, 120_000);
});

test('an account that is taken away is out within five seconds, though it calls all the time', async () => {
  const [account = ''] = accounts;
  const status = async () => (await system.call(account, 'GET', '/api/v1/me')).status;
  expect(await status()).toBe(200);
  await system.sql`delete from identities where account_id = ${account}`;
  await eventually(async () => expect(await status()).toBe(403), 5_000);
});
