import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertRound, roundId } from '../../testkit/data/cases.ts';
import { exchange } from './raw.ts';

const creditor = 'schuldeiser-woongoed-twente';
const MB = 1024 * 1024;

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ DELIVERY_LIMIT_MB: '1' });
  await insertRound(api.sql);
  await api.sql`update rounds set state = 'open' where id = ${roundId}`;
});
afterAll(() => api.stop());

const as = async (account: string) => `Authorization: ${await api.bearer(account)}`;
const problemIn = (body: string) => JSON.parse(body) as { status: number; code: string; detail: string };

describe('every answer', () => {
  test.each([
    ['of the API', '/api/v1/terms/calculate'],
    ['of health', '/health'],
    ['that there is nothing', '/nothing'],
  ])('%s loads, sends and frames nothing, and does not say what it runs on', async (_what, path) => {
    const { headers } = await api.call('', 'GET', path).catch(() => ({ headers: new Headers() }));
    const said = headers.get('content-security-policy') ?? (await fetch(`http://127.0.0.1:${api.port}${path}`)).headers.get('content-security-policy');
    expect(said).toBe("default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'");
    const raw = await fetch(`http://127.0.0.1:${api.port}${path}`);
    expect([raw.headers.get('x-powered-by'), raw.headers.get('strict-transport-security')]).toEqual([null, null]);
    expect([raw.headers.get('x-content-type-options'), raw.headers.get('x-frame-options'), raw.headers.get('referrer-policy')]).toEqual(['nosniff', 'DENY', 'same-origin']);
  });

  test('of the page to try the API allows its own files and its own API only, and needs no inline script or style', async () => {
    const page = await fetch(`http://127.0.0.1:${api.port}/api/docs`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const html = await page.text();
    expect(html).not.toMatch(/<script>|<style|style=|onload=/);
    for (const [, file = ''] of html.matchAll(/(?:src|href)="([^"]+)"/g)) expect((await fetch(`http://127.0.0.1:${api.port}${file}`)).status).toBe(200);
  });
});

describe('a method that a path does not have', () => {
  test('is told which it has', async () => {
    const { status, body, headers } = await api.call('meldpunt', 'DELETE', '/api/v1/cases');
    expect([status, body.code, headers.get('allow')]).toEqual([405, 'method-not-allowed', 'GET, HEAD, OPTIONS']);
    expect((await api.call('meldpunt', 'PATCH', '/api/v1/cases/counts')).status).toBe(405);
  });

  test('OPTIONS is answered without an account, HEAD as GET without its body', async () => {
    const options = await exchange(api.port, ['OPTIONS /api/v1/deliveries HTTP/1.1']);
    expect([options.status, /Allow: (.*)/.exec(options.headers)?.[1], options.body]).toEqual([204, 'POST, GET, HEAD, OPTIONS', '']);
    const head = await exchange(api.port, ['HEAD /api/v1/process.bpmn HTTP/1.1']);
    expect([head.status, head.body]).toEqual([200, '']);
    expect(head.headers).toContain('Content-Disposition: attachment; filename="vroegsignalering.bpmn"');
  });
});

describe('a request that is too large or not what it claims to be is refused with what to do:', () => {
  test('JSON of more than 1 MB', async () => {
    const { status, body } = await api.call(creditor, 'POST', '/api/v1/signals', JSON.stringify({ reference: 'x'.repeat(MB) }));
    expect([status, body.code]).toEqual([413, 'too-large']);
    expect(body.detail).toContain('1 MB');
  });

  test('a file over the limit, while it is still coming in, and nothing of it stays', async () => {
    const before = process.memoryUsage().rss;
    const { status, body } = await api.call(creditor, 'POST', '/api/v1/deliveries?round=2026-10', 'Contractnummer;Achternaam\n'.repeat(1_000_000), { 'Content-Type': 'text/csv' });
    expect([status, body.code]).toEqual([413, 'too-large']);
    expect(body.detail).toMatch(/mag 1 MB zijn/);
    expect(await api.sql`select 1 from deliveries`).toHaveLength(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MB);
  });

  test.each([
    ['JSON', '/api/v1/signals', 'application/json', '{}'],
    ['a file', '/api/v1/deliveries?round=2026-10', 'text/csv', 'x'],
  ])('%s that is packed', async (_what, path, type, text) => {
    const packed = gzipSync(text.repeat(10));
    const { status, headers, body } = await exchange(api.port, [`POST ${path} HTTP/1.1`, await as(creditor), `Content-Type: ${type}`, 'Content-Encoding: gzip', `Content-Length: ${packed.length}`], packed);
    expect([status, problemIn(body).code, headers.includes('Accept-Encoding: identity')]).toEqual([415, 'unsupported-media-type', true]);
  });

  test('headers of more than 16 kB, and what is no HTTP', async () => {
    const large = await exchange(api.port, ['GET /health HTTP/1.1', `X-Large: ${'x'.repeat(20_000)}`]);
    expect([large.status, problemIn(large.body)]).toMatchObject([431, { code: 'headers-too-large', detail: expect.stringContaining('16 kB') }]);
    const nonsense = await exchange(api.port, ['HELLO THERE']);
    expect([nonsense.status, problemIn(nonsense.body).code]).toEqual([400, 'invalid-input']);
  });

  test('an address that cannot be read', async () => {
    const { status, body } = await exchange(api.port, ['GET /api/v1/cases/%E0%A4%A HTTP/1.1', await as('meldpunt')]);
    expect([status, problemIn(body).detail]).toEqual([400, expect.stringContaining('procenttekens')]);
  });

  test('fields twice in the query, and a prototype in JSON, which changes nothing', async () => {
    expect((await api.call('meldpunt', 'GET', '/api/v1/cases?limit=1&limit=2')).status).toBe(400);
    expect((await api.call('meldpunt', 'GET', '/api/v1/cases?__proto__=1&constructor=2')).status).toBe(400);
    const { status } = await api.call(creditor, 'POST', '/api/v1/signals', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}');
    expect(status).toBe(400);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });
});

test('an unforeseen error answers with its number and without its message', async () => {
  await api.owner`alter table municipalities rename to hidden`;
  const { status, body } = await api.call('meldpunt', 'GET', '/api/v1/municipalities');
  await api.owner`alter table hidden rename to municipalities`;
  expect([status, body.code]).toEqual([500, 'internal']);
  expect(JSON.stringify(body)).not.toMatch(/relation|\.ts|node_modules|at /);
  expect(api.logged.join('')).toContain('relation');
});
