import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { refusedRow as sealed } from '../../src/privacy/personal.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertRound, roundId } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { dial, drip, untilClosed } from './raw.ts';

const MB = 1024 * 1024;

let api: TestApi;
let creditor: string;
beforeAll(async () => {
  api = await startApi({ HEADERS_TIMEOUT_SECONDS: '0.6', SLOW_CLIENT_SECONDS: '0.6', KEEP_ALIVE_SECONDS: '0.3' });
  creditor = `Authorization: ${await api.bearer('schuldeiser-woongoed-twente')}`;
  await insertRound(api.sql);
  await api.sql`update rounds set state = 'open' where id = ${roundId}`;
});
afterAll(() => api.stop());

const detailOf = (body: string) => JSON.parse(body) as { status: number; code: string; detail: string };

/** Connections of the API that are in the middle of something for somebody. */
const atWork = async () => (await api.sql`select 1 from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`).length;

describe('a client that', () => {
  test('sends its headers a byte at a time is told so and cut off', async () => {
    const socket = await dial(api.port);
    socket.write('GET /api/v1/cases HTTP/1.1\r\nHost: edge.test\r\nX-Long: ');
    drip(socket, 50);
    const { status, headers, body } = await untilClosed(socket);
    expect([status, detailOf(body)]).toMatchObject([408, { code: 'too-slow' }]);
    expect(detailOf(body).detail).toMatch(/te langzaam/);
    expect(headers).toContain('application/problem+json');
  });

  test('says nothing at all is cut off', async () => {
    expect((await untilClosed(await dial(api.port))).status).toBe(408);
  });

  test.each([
    ['a file', '/api/v1/deliveries?round=2026-10', 'text/csv'],
    ['JSON', '/api/v1/signals', 'application/json'],
  ])('sends %s a byte at a time is told so and cut off, and leaves nothing behind', async (_what, path, type) => {
    const socket = await dial(api.port);
    socket.write([`POST ${path} HTTP/1.1`, 'Host: edge.test', creditor, `Content-Type: ${type}`, 'Content-Length: 100000', '', '"'].join('\r\n'));
    drip(socket, 50);
    const { status, body } = await untilClosed(socket);
    expect([status, detailOf(body)]).toMatchObject([408, { code: 'too-slow' }]);
    await eventually(async () => expect(await api.sql`select 1 from deliveries`).toHaveLength(0));
  });

  test('keeps an idle connection loses it', async () => {
    const socket = await dial(api.port);
    socket.write('GET /health HTTP/1.1\r\nHost: edge.test\r\n\r\n');
    const answer = await untilClosed(socket);
    expect([answer.status, answer.headers.includes('Connection: keep-alive')]).toEqual([200, true]);
  });

  test('sends in steps, each within the time, is served', async () => {
    const socket = await dial(api.port);
    socket.write(['POST /api/v1/terms/calculate HTTP/1.1', 'Host: edge.test', 'Content-Type: application/json', 'Connection: close', 'Content-Length: 40000', '', ''].join('\r\n'));
    const answer = untilClosed(socket);
    for (let sent = 0; sent < 40_000; sent += 4_000) {
      socket.write(' '.repeat(4_000));
      await pause(100);
    }
    expect((await answer).status).toBe(400);
  });

  test('stops reading a long export is cut off; the export goes no further and holds no database connection', async () => {
    const id = await longDelivery();
    const socket = await dial(api.port);
    socket.pause();
    const before = process.memoryUsage().rss;
    socket.write([`GET /api/v1/deliveries/${id}/rows.csv HTTP/1.1`, 'Host: edge.test', creditor, '', ''].join('\r\n'));
    let most = 0;
    await eventually(async () => {
      most = Math.max(most, process.memoryUsage().rss - before);
      expect(api.logged.some((line) => line.includes('rows.csv'))).toBe(true);
      expect(await atWork()).toBe(0);
    }, 10_000);
    expect(most).toBeLessThan(40 * MB);
    const rest = untilClosed(socket);
    socket.resume();
    const { status, body } = await rest;
    expect(status).toBe(200);
    expect(body.length).toBeLessThan(20 * MB);
  });
});

/** Sixty thousand refused rows: 40 MB of CSV. */
async function longDelivery(): Promise<string> {
  const id = randomUUID();
  await api.sql`
    insert into deliveries (id, creditor_id, round_id, format, state, received_at, received_by)
    values (${id}, 'woongoed-twente', ${roundId}, 'csv', 'done', now(), 'schuldeiser-woongoed-twente')`;
  const problems = [{ field: 'amount', value: 'x'.repeat(80), rule: 'notAnAmount', message: 'y'.repeat(500) }];
  const key = await api.keys.make([id]);
  for (let first = 1; first < 60_000; first += 5_000) {
    const rows = Array.from({ length: 5_000 }, (_, n) => first + n).map((line) => ({ deliveryId: id, line, reference: `R${line}`, verdict: 'refused', problems: sealed.seal(key, id, `${id}/${line}`, problems) }));
    await api.sql`insert into delivery_rows ${api.sql(rows)}`;
  }
  return id;
}
