/** A service confirms a hand-over by a link, without an account, on a real engine and Postgres. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';

const today = localDate(new Date().toISOString());
const worker = 'medewerker-enschede';
let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
  const act = (account: string, action: string, body: object = {}) => api.call(account, 'POST', `/api/v1/cases/${made.id}/${action}`, body);
  await act('meldpunt', 'go');
  await act(worker, 'record-attempt', { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' });
  expect((await act(worker, 'offer-hand-over', { service: 'Wijkteam Proef' })).status).toBe(200);
}, 120_000);
afterAll(() => api.stop());

const make = (key?: string) => api.call<{ url: string; expiresAt: string }>(worker, 'POST', `/api/v1/cases/${made.id}/hand-over-link`, {}, key === undefined ? {} : { 'Idempotency-Key': key });
/** As the service: nobody to us. */
async function open(path: string, method = 'GET') {
  const answer = await fetch(`http://127.0.0.1:${api.port}${path}`, { method, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
}
const pathOf = (url: string) => new URL(url).pathname;

describe('a link for a service', () => {
  test('opened, confirms nothing and names nobody; sent, confirms once; used, is over', async () => {
    const [link, spare] = [(await make('first')).body, (await make('second')).body];
    expect((await make('first')).body).toEqual(link);
    const page = await open(pathOf(link.url));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Enschede');
    for (const hidden of [made.id, 'Wijkteam Proef', '7512']) expect(page.text).not.toContain(hidden);
    expect(link.url).not.toContain(made.id);
    const confirmedOn = async () => (await api.call<{ confirmedOn: string | null }>(worker, 'GET', `/api/v1/cases/${made.id}/hand-over`)).body.confirmedOn;
    expect(await confirmedOn()).toBeNull();
    expect((await open(pathOf(link.url), 'POST')).status).toBe(200);
    expect(await confirmedOn()).toBe(today);
    expect([(await open(pathOf(link.url))).status, (await open(pathOf(link.url), 'POST')).status]).toEqual([410, 410]);
    // Of the same hand-over, which is confirmed.
    expect((await open(pathOf(spare.url), 'POST')).status).toBe(410);
    expect((await make('third')).status).toBe(409);
    const log = await api.sql<{ action: string; actorRole: string }[]>`select action, actor_role from audit_log where case_id = ${made.id} and action in ('use-hand-over-link', 'confirm-hand-over') order by id`;
    expect(log).toEqual([{ action: 'confirm-hand-over', actorRole: 'system' }, { action: 'use-hand-over-link', actorRole: 'system' }]);
    expect(api.logged.join('\n')).not.toContain(pathOf(link.url).split('/').at(-1));
  });

  test('with another signature, or too old, is over', async () => {
    await api.call(worker, 'POST', `/api/v1/cases/${made.id}/offer-hand-over`, { service: 'Wijkteam Proef' });
    const { url } = (await make()).body;
    const forged = `${pathOf(url).slice(0, -1)}${url.endsWith('A') ? 'B' : 'A'}`;
    expect((await open(forged)).status).toBe(410);
    expect((await open('/overdracht/geen.link')).status).toBe(410);
    await api.sql`update hand_over_links set expires_at = now() - interval '1 minute'`;
    expect([(await open(pathOf(url))).status, (await open(pathOf(url), 'POST')).status]).toEqual([410, 410]);
  });
});
