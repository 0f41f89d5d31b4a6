import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../testkit/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ RATE_LIMIT_REQUESTS: '5', RATE_LIMIT_DELIVERIES: '2', RATE_LIMIT_SIGN_INS: '3', RATE_LIMIT_ADDRESS: '60', TRUST_PROXY: '1' });
});
afterAll(() => api.stop());

const from = (address: string) => ({ 'X-Forwarded-For': address });
const times = async (n: number, ask: () => Promise<{ status: number }>) => {
  const statuses: number[] = [];
  for (let k = 0; k < n; k += 1) statuses.push((await ask()).status);
  return statuses;
};

describe('a client that asks too much in a minute', () => {
  test('is told when to come back, and others are not held up', async () => {
    const ask = () => api.call('meldpunt', 'GET', '/api/v1/teams', undefined, from('192.0.2.1'));
    expect(await times(5, ask)).toEqual([200, 200, 200, 200, 200]);
    const { status, body, headers } = await ask();
    expect([status, body.code]).toEqual([429, 'too-many-requests']);
    expect(body.detail).toMatch(/5 per minuut .* Probeer het over \d+ seconden opnieuw\./);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('ratelimit')).toMatch(/"requests"; r=0; t=\d+/);
    expect(headers.get('ratelimit-policy')).toMatch(/"requests"; q=5; w=60/);
    expect((await api.call('projectleider', 'GET', '/api/v1/teams', undefined, from('192.0.2.1'))).status).toBe(200);
  });

  test('is the account wherever it asks from, and the address where there is no account', async () => {
    expect(await times(5, () => api.call('medewerker-enschede', 'GET', '/api/v1/teams', undefined, from(`192.0.2.${10 + Math.floor(Math.random() * 200)}`)))).not.toContain(429);
    expect((await api.call('medewerker-enschede', 'GET', '/api/v1/teams', undefined, from('198.51.100.9'))).status).toBe(429);
    const calculate = (address: string) => () => api.call('', 'POST', '/api/v1/terms/calculate', {}, from(address));
    expect(await times(6, calculate('203.0.113.1'))).toEqual([400, 400, 400, 400, 400, 429]);
    expect((await calculate('203.0.113.2')()).status).toBe(400);
  });

  test('has a limit of its own for deliveries', async () => {
    const deliver = () => api.call('schuldeiser-oost-energie', 'POST', '/api/v1/signals', 'no json', from('192.0.2.2'));
    expect(await times(3, deliver)).toEqual([400, 400, 429]);
    expect((await api.call('schuldeiser-oost-energie', 'GET', '/api/v1/creditors', undefined, from('192.0.2.2'))).status).toBe(200);
  });

  test('has one for signing in, and one for all that comes from an address, before anything is looked up', async () => {
    const get = (path: string, address: string) => fetch(`http://127.0.0.1:${api.port}${path}`, { headers: from(address), redirect: 'manual' });
    expect((await times(4, () => get('/aanmelden', '192.0.2.3'))).at(-1)).toBe(429);
    expect((await times(61, () => get('/nothing', '192.0.2.4'))).slice(-2)).toEqual([404, 429]);
    expect((await get('/health', '192.0.2.4')).status).toBe(200);
  });

  test('is told so on a page, of a page', async () => {
    const get = () => fetch(`http://127.0.0.1:${api.port}/proces`, { headers: from('203.0.113.9') });
    expect(await times(5, get)).toEqual([200, 200, 200, 200, 200]);
    const refused = await get();
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await refused.text()).toContain('Dit zijn te veel aanvragen');
  });

  test('cannot claim another address than the one its proxy saw', async () => {
    const pretend = (n: number) => api.call('', 'POST', '/api/v1/terms/calculate', {}, from(`10.0.0.${n}, 203.0.113.77`));
    const statuses: number[] = [];
    for (let n = 0; n < 6; n += 1) statuses.push((await pretend(n)).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
