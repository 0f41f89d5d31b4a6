/** Words in headers, paths, bodies and tokens: of callers who are not signed in nothing stays, of others what has the declared form. */
import { request as httpRequest } from 'node:http';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import { routes } from '../../api/routes/index.ts';
import { isWriting } from '../../api/spec.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

const mark = 'Jansen-Hoofdstraat-12';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(() => api.stop());

/** Everything that every table holds, as its owner reads it, but what was put there to begin with. */
async function dump(): Promise<string> {
  const tables = await api.owner<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`;
  const texts = await Promise.all(tables.map(async ({ name }) => String((await api.owner.unsafe(`select coalesce(string_agg(t::text, e'\n'), '') as text from ${name} t`))[0]?.['text'])));
  return texts.join('\n');
}

/** Sent as it is: what a browser would refuse to send, too. */
function send(method: string, path: string, headers: Record<string, string>, body = ''): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: api.port, method, path, headers: { Connection: 'close', 'Content-Length': Buffer.byteLength(body), ...headers } }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode ?? 0)));
    sent.on('error', (error) => reject(new Error(`${method} ${path}: ${error.message}`))).end(body);
  });
}

const names = ['Idempotency-Key', 'Request-Id', 'Act-As', 'User-Agent', 'Referer', 'Origin', 'X-Forwarded-For', 'Forwarded', 'X-Request-Id', 'Traceparent', 'Accept', 'Accept-Language', 'Content-Type', 'If-None-Match', mark];
const marked = Object.fromEntries(names.map((name) => [name, mark]));

async function badToken(): Promise<string> {
  const claims = { iss: mark, sub: mark, aud: mark, sid: mark, jti: mark, name: mark };
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: mark, typ: 'at+jwt' }).sign(new TextEncoder().encode(mark.padEnd(32)));
}

test('nothing that a caller sends who is not signed in stands in any table, and the log says how often it was refused', async () => {
  const shown = [{}, { Authorization: `Bearer ${await badToken()}` }, { Authorization: `Bearer ${mark}` }, { Authorization: `Basic ${mark}` }, { Cookie: `sessie=${mark}; aanmelden=${mark}` }];
  const answers = new Map<number, number>();
  for (const { method, path } of routes) {
    for (const credentials of shown) {
      const filled = path.replace(/\{\w+\}/g, mark);
      const status = await send(method.toUpperCase(), `/api/v1${filled}?${mark}=${mark}`, { ...marked, ...credentials }, method === 'get' ? '' : JSON.stringify({ [mark]: mark, reason: mark }));
      answers.set(status, (answers.get(status) ?? 0) + 1);
    }
  }
  for (const path of [`/aanmelden?naar=/${mark}`, `/aanmelden/terug?state=${mark}&code=${mark}&error=${mark}`, `/account?${mark}`, `/${mark}`, `/api/v1/${mark}`]) await send('GET', path, { ...marked, Cookie: `sessie=${mark}; aanmelden=${mark}` });
  for (const path of ['/account', '/afmelden', '/afmelden/overal', '/afmelden/kanaal']) await send('POST', path, { ...marked, 'Content-Type': 'application/x-www-form-urlencoded' }, `form=${mark}&account=${mark}&logout_token=${await badToken()}`);
  // No method that the server knows: it hangs up.
  await send(mark.toUpperCase().replaceAll('-', ''), '/api/v1/cases', marked).catch(() => undefined);
  await api.refusals.write();
  expect((await dump()).includes(mark)).toBe(false);
  const counted = await api.sql<{ count: number }[]>`select (detail->>'count')::int as count from audit_log where action = 'refused-unknown'`;
  const refused = answers.get(401) ?? 0;
  expect(refused).toBeGreaterThan(routes.length);
  expect(counted).toHaveLength(1);
  expect(counted[0]?.count).toBeGreaterThanOrEqual(refused);
  expect(await api.sql`select 1 from audit_log where actor_id is null and action <> 'refused-unknown'`).toHaveLength(0);
});

test('of the codes that an issuer sends back only those of the standards are written down, because anybody can send one', async () => {
  const started = await fetch(`http://127.0.0.1:${api.port}/aanmelden`, { redirect: 'manual' });
  const cookie = started.headers.get('set-cookie')?.split(';')[0] ?? '';
  const state = new URL(started.headers.get('location') ?? '').searchParams.get('state') ?? '';
  expect(await send('GET', `/aanmelden/terug?error=${mark.replaceAll('-', '_')}&state=${state}`, { Cookie: cookie })).toBe(401);
  await api.refusals.write();
  expect((await dump()).includes('Jansen')).toBe(false);
  expect((await api.sql<{ kinds: object }[]>`select detail->'kinds' as kinds from audit_log order by id desc limit 1`)[0]?.kinds).toEqual({ 'sign-in unauthenticated other': 1 });
});

test.each([['a name with a space', 'Jan Jansen'], ['an address', 'Hoofdstraat 12, 7512AB'], ['a formula', '=cmd()'], ['too long', 'x'.repeat(65)], ['empty', ' '], ['a colon', 'a:b']])('a key that is %s is refused with the header’s name, on every route that changes something', async (_, key) => {
  for (const { method, path } of routes.filter(isWriting)) {
    const answer = await api.call('privacy', method.toUpperCase(), `/api/v1${path.replace(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000')}`, {}, { 'Idempotency-Key': key });
    if (answer.status === 403) continue;
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toContainEqual({ field: 'header.idempotency-key', rule: 'regex', message: expect.stringContaining('Idempotency-Key') });
  }
  expect((await dump()).includes(key)).toBe(key === ' ');
});

test('a refused key is not written down with the row of another refusal either', async () => {
  expect((await api.call('stuurgroep', 'POST', '/api/v1/rounds', {}, { 'Idempotency-Key': mark })).status).toBe(403);
  expect((await dump()).includes(mark)).toBe(false);
});

test('who has signed in may name a request by a UUID, and by nothing else', async () => {
  const id = randomUUID();
  expect((await api.call('meldpunt', 'GET', '/api/v1/me', undefined, { 'Request-Id': id })).headers.get('request-id')).toBe(id);
  expect((await api.call('', 'GET', '/api/v1/me', undefined, { 'Request-Id': id })).headers.get('request-id')).not.toBe(id);
  await api.call('meldpunt', 'GET', '/api/v1/cases', undefined, { 'Request-Id': mark });
  expect((await dump()).includes(mark)).toBe(false);
});
