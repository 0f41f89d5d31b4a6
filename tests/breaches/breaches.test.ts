/** Breaches of agreements: found in what is stored, recorded by people, and followed up, over HTTP on a real engine and Postgres. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { breachDetail, breachItem } from '../../api/schemas/breach.ts';
import { findBreaches } from '../../src/usecases/breaches/find-breaches.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';

type Item = z.infer<typeof breachItem>;
type Detail = z.infer<typeof breachDetail>;

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage({ creditors: ['woongoed-twente', 'oost-energie'] });
}, 120_000);
afterAll(() => api.stop());

const call = <Body = Detail>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => api.call<Body>(account, method, `/api/v1${path}`, body, headers);
const listed = async (account: string, query = '') => (await call<{ items: Item[] }>(account, 'GET', `/breaches${query}`)).body.items;
const CUT_OFF = '2041-03-25T10:00:00Z';
const AFTER = '2041-03-26T02:45:00Z';

async function aRound(id: string, deliveries: readonly { creditorId: string; receivedAt: string; state?: string }[]): Promise<void> {
  await api.sql`insert into rounds (id, region_id, month, cut_off, state, opened_at, closed_at) values (${id}, 'twente', ${id.slice(-7)}, ${CUT_OFF}, 'confirmed', '2041-02-25T10:00:00Z', ${CUT_OFF})`;
  for (const { creditorId, receivedAt, state = 'done' } of deliveries) await api.sql`insert into deliveries (id, creditor_id, round_id, format, state, received_at, received_by) values (${randomUUID()}, ${creditorId}, ${id}, 'csv', ${state}, ${receivedAt}, 'x')`;
}

describe('what the system finds', () => {
  test('a month without a delivery in time, once: late where it came after all, and nothing of who delivered or has no agreement', async () => {
    await aRound('twente-2041-03', [
      { creditorId: 'woongoed-twente', receivedAt: '2041-03-25T09:59:59Z' },
      { creditorId: 'oost-energie', receivedAt: '2041-03-25T10:00:01Z' },
    ]);
    await api.sql`update agreements set valid_to = '2041-03-24' where creditor_id = 'zorgzeker'`;
    const before = await findBreaches(api.sql, '2041-03-25T09:00:00Z');
    expect(before.deliveries).toBe(0);
    await findBreaches(api.sql, AFTER);
    const found = await listed('projectleider', '?from=2041-03-25&to=2041-03-25');
    expect(found.filter(({ creditorId }) => ['woongoed-twente', 'zorgzeker'].includes(creditorId))).toEqual([]);
    expect(found.find(({ creditorId }) => creditorId === 'oost-energie')).toMatchObject({ kind: 'late-delivery', month: '2041-03', state: 'open', sentence: 'Voor de ronde van maart 2041 is geleverd op 25 maart 2041; dat kon tot en met 25 maart 2041.' });
    expect((await findBreaches(api.sql, AFTER)).deliveries).toBe(0);
  });

  test('what was missing becomes late when it comes, and what people did with it stays', async () => {
    await aRound('twente-2041-04', []);
    await api.sql`update rounds set cut_off = '2041-04-25T09:00:00Z' where id = 'twente-2041-04'`;
    await findBreaches(api.sql, '2041-04-26T02:00:00Z');
    const [missing] = await listed('projectleider', '?creditor=oost-energie&from=2041-04-25');
    expect(missing).toMatchObject({ kind: 'no-delivery', deliveredAt: null });
    await call('projectleider', 'POST', `/breaches/${missing?.id ?? ''}/follow-up`, { state: 'raised' });
    await api.sql`insert into deliveries (id, creditor_id, round_id, format, state, received_at, received_by) values (${randomUUID()}, 'oost-energie', 'twente-2041-04', 'csv', 'done', '2041-04-28T08:00:00Z', 'x')`;
    expect((await findBreaches(api.sql, '2041-04-29T02:00:00Z')).late).toBe(1);
    expect((await call('projectleider', 'GET', `/breaches/${missing?.id ?? ''}`)).body).toMatchObject({ kind: 'late-delivery', deliveredAt: '2041-04-28T08:00:00.000Z', state: 'raised' });
  });

  test('a re-check whose last day was over without an answer', async () => {
    const deadline = `${made.id}.90`;
    await api.sql`
      insert into deadlines (id, case_id, municipality_code, kind, owner, creditor_id, state, term, started_at, started_by, due_on, due_before, breached_at, changes, seq)
      values (${deadline}, ${made.id}, '0153', 're-check-answer', 'creditor', 'woongoed-twente', 'breached', ${api.sql.json({ unit: 'workingDays', amount: 10 })}, '2041-04-01T10:00:00Z', 'x', '2041-04-15', '2041-04-15T22:00:00Z', '2041-04-15T22:00:00Z', '[]', 1)`;
    expect((await findBreaches(api.sql, '2041-04-16T02:00:00Z')).reChecks).toBe(1);
    expect((await findBreaches(api.sql, '2041-04-17T02:00:00Z')).reChecks).toBe(0);
    expect((await listed('projectleider', '?kind=re-check-unanswered'))[0]).toMatchObject({ creditorId: 'woongoed-twente', caseId: made.id, occurredOn: '2041-04-16', sentence: 'Op de vraag of de lopende kosten worden betaald, is uiterlijk 15 april 2041 niet geantwoord.' });
  });
});

describe('what people record', () => {
  test('is followed up; its creditor sees it from when it was raised, and never what colleagues wrote or the case', async () => {
    const recorded = await call('meldpunt', 'POST', '/breaches', { kind: 'collecting', signalId: made.signalIds[0], occurredOn: '2026-01-05', text: 'Er kwam een deurwaarder.' }, { 'Idempotency-Key': 'seen' });
    expect([recorded.status, recorded.body]).toMatchObject([201, { kind: 'collecting', creditorId: 'woongoed-twente', caseId: made.id, state: 'open' }]);
    const { id } = recorded.body;
    expect((await call('meldpunt', 'POST', '/breaches', { kind: 'collecting', signalId: made.signalIds[0], occurredOn: '2026-01-05', text: 'Er kwam een deurwaarder.' }, { 'Idempotency-Key': 'seen' })).body.id).toBe(id);
    const creditor = 'schuldeiser-woongoed-twente';
    expect((await call(creditor, 'GET', `/breaches/${id}`)).status).toBe(404);
    const follow = (body: object) => call('projectleider', 'POST', `/breaches/${id}/follow-up`, body);
    expect((await follow({ state: 'dismissed' })).status).toBe(400);
    expect((await follow({ ownerId: 'medewerker-enschede' })).status).toBe(400);
    expect((await follow({ state: 'raised', ownerId: 'projectleider', text: 'Gebeld.' })).body).toMatchObject({ state: 'raised', ownerId: 'projectleider', notes: [{ text: 'Er kwam een deurwaarder.' }, { state: 'raised', text: 'Gebeld.' }] });
    const seen = (await call(creditor, 'GET', `/breaches/${id}`)).body;
    expect(seen).toMatchObject({ state: 'raised', caseId: null, owner: null, notes: [], reference: expect.any(String) });
    expect((await call('schuldeiser-oost-energie', 'GET', `/breaches/${id}`)).status).toBe(404);
    expect((await follow({ state: 'solved', text: 'Teruggedraaid.' })).body).toMatchObject({ state: 'solved', endedOn: expect.any(String) });
    expect((await follow({ state: 'raised' })).status).toBe(409);
  });

  test('goes out as a file', async () => {
    const { body } = await call<string>('projectleider', 'GET', '/breaches?kind=collecting', undefined, { Accept: 'text/csv' });
    expect(body.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(body).toContain('Incasso tijdens de opschorting');
    expect(body).not.toContain('deurwaarder');
  });
});
