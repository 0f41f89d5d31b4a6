import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
  await api.stopWorker();
});
afterAll(() => api.stop());

describe('without a worker', () => {
  test('a command is answered 503 with when to try again; the repeat is done once, with its words, when a worker is up', async () => {
    const key = randomUUID();
    const go = () => api.call('meldpunt', 'POST', `/api/v1/cases/${made.id}/go`, { reason: 'Onbekend bij ons' }, { 'Idempotency-Key': key });
    const away = await go();
    expect([away.status, away.body.code, Number(away.headers.get('Retry-After'))]).toEqual([503, 'engine-unavailable', 5]);
    await api.startWorker();
    const repeated = await go();
    expect([repeated.status, (repeated.body as unknown as { phase: string }).phase]).toEqual([200, 'visiting']);
    const { body } = await api.call<{ events: { type: string; note: string | null }[] }>('meldpunt', 'GET', `/api/v1/cases/${made.id}/timeline`);
    expect(body.events.filter(({ type }) => type === 'go').map(({ note }) => note)).toEqual(['Onbekend bij ons']);
  });

  test('a reopening is answered 503 too, and its repeat opens the case', async () => {
    const { id } = await api.caseInTriage();
    await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/no-go`, { because: 'other' });
    await api.stopWorker();
    const key = randomUUID();
    const reopen = () => api.call('meldpunt', 'POST', `/api/v1/cases/${id}/reopen`, { to: 'triage', reason: 'Toch oppakken' }, { 'Idempotency-Key': key });
    expect((await reopen()).status).toBe(503);
    await api.startWorker();
    const repeated = await reopen();
    expect([repeated.status, (repeated.body as unknown as { phase: string }).phase]).toEqual([200, 'triage']);
    expect((await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/go`, {})).status).toBe(200);
  });

  test('a decision for many says which could not be done; the same request does those, once a worker is up', async () => {
    const { id } = await api.caseInTriage();
    await api.stopWorker();
    const key = randomUUID();
    const decide = async () => (await api.call<{ done: number; outcomes: { problem: { code: string } | null }[] }>('meldpunt', 'POST', '/api/v1/triage-decisions', { caseIds: [id], decision: 'go' }, { 'Idempotency-Key': key })).body;
    expect((await decide()).outcomes.map(({ problem }) => problem?.code)).toEqual(['engine-unavailable']);
    await api.startWorker();
    expect(await decide()).toMatchObject({ done: 1, outcomes: [{ problem: null }] });
  });

  test('a form comes back as it was filled in, and sent again as it is, is done once when a worker is up', async () => {
    const { id } = await api.caseInTriage();
    await api.stopWorker();
    const send = async (fields: Record<string, string>) => {
      const headers = { Authorization: await api.bearer('meldpunt'), 'Content-Type': 'application/x-www-form-urlencoded' };
      const response = await fetch(`http://127.0.0.1:${api.port}/zaken/${id}/actie/no-go`, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields).toString() });
      const { document } = parseHTML(await response.text());
      const hidden = Object.fromEntries([...document.querySelectorAll('main input[type=hidden]')].map((input) => [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']));
      return { status: response.status, hidden, said: document.querySelector('[role=alert]')?.textContent ?? '' };
    };
    const fields = { because: 'other', reason: 'Al geholpen', seq: String((await api.call<{ seq: number }>('meldpunt', 'GET', `/api/v1/cases/${id}`)).body.seq), key: randomUUID(), terug: '' };
    const away = await send(fields);
    expect([away.status, away.hidden]).toEqual([503, { key: fields.key, seq: fields.seq, terug: '' }]);
    expect(away.said).toContain('Het wordt niet dubbel vastgelegd.');
    await api.startWorker();
    expect((await send({ ...fields, ...away.hidden })).status).toBe(303);
    expect((await send({ ...fields, ...away.hidden })).status).toBe(303);
    const { body } = await api.call<{ events: { type: string }[] }>('meldpunt', 'GET', `/api/v1/cases/${id}/timeline`);
    expect(body.events.filter(({ type }) => type === 'no-go')).toHaveLength(1);
    const other = await send({ ...fields, ...away.hidden, reason: 'Iets anders' });
    expect([other.status, other.said.includes('met andere gegevens'), other.hidden['key'] === fields.key]).toEqual([409, true, false]);
  });

  test('reading goes on', async () => {
    await api.stopWorker();
    expect((await api.call('meldpunt', 'GET', `/api/v1/cases/${made.id}`)).status).toBe(200);
    expect((await api.call('meldpunt', 'GET', '/api/v1/cases')).status).toBe(200);
  });

  test('the process says that it lives and that its parts can be reached', async () => {
    expect((await api.call('', 'GET', '/health')).body).toEqual({ status: 'ok' });
    expect((await api.call('', 'GET', '/health/ready')).body).toEqual({ status: 'ok', postgres: true, keys: true, temporal: true });
  });
});
