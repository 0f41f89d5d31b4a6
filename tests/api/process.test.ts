import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../../scripts/parts/ports.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { devServerAddress } from '../../testkit/engine/dev-server.ts';
import { keys } from '../../testkit/data/keys.ts';
import { eventually } from '../../testkit/eventually.ts';

let database: TestDatabase;
let api: ChildProcess;
let origin: string;
beforeAll(async () => {
  database = await testDatabase();
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, KEYS_DATABASE_URL: database.url, TEMPORAL_ADDRESS: devServerAddress(), API_PORT: String(port), ...keys, LOG_LEVEL: 'warn' };
  api = spawn(process.execPath, ['--import', 'tsx', 'api/main.ts'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  await eventually(() => fetch(`${origin}/health`), 25_000);
});
afterAll(async () => {
  api.kill('SIGKILL');
  await database.drop();
});

const get = (path: string) => fetch(origin + path);

describe('the API as a process', () => {
  test('asks for a token, and believes no other statement of who calls', async () => {
    const response = await fetch(`${origin}/api/v1/cases`, { headers: { 'Demo-Account': 'meldpunt', 'Act-As': 'meldpunt' } });
    expect(response.status).toBe(401);
  });

  test('serves a page to try it, of files of its own and without inline script', async () => {
    const page = await get('/api/docs');
    const html = await page.text();
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(html).not.toMatch(/<script>|<script [^>]*>[^<]/);
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files).toHaveLength(3);
    for (const file of files) expect((await get(file)).status).toBe(200);
    expect(((await (await get('/api/openapi.json')).json()) as { openapi: string }).openapi).toBe('3.1.0');
  });

  test('finishes what it has in hand before it ends', async () => {
    const inHand = request(`${origin}/api/v1/terms/calculate`, { method: 'POST', headers: { 'Content-Type': 'application/json' } });
    inHand.write('{"from":"2026-11-23T12:00:00Z",');
    await eventually(() => expect(inHand.socket?.bytesWritten).toBeGreaterThan(0));
    const exited = once(api, 'exit');
    await get('/health');
    api.kill('SIGTERM');
    await eventually(() => expect(get('/health')).rejects.toThrow());
    const answered = once(inHand, 'response') as Promise<[IncomingMessage]>;
    inHand.end('"term":{"unit":"workingDays","amount":1}}');
    const [response] = await answered;
    expect([response.statusCode, (JSON.parse(await text(response)) as { dueOn: string }).dueOn]).toEqual([200, '2026-11-24']);
    expect(await exited).toEqual([0, null]);
  });
});
