/** The plan of approach, filled in by parts; and a whole reached case, counted in requests and fields. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { z } from 'zod';
import type { caseDetail } from '../../api/schemas/case.ts';
import { allowanceKinds } from '../../src/domain/case/plan/allowances.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

type Case = z.infer<typeof caseDetail>;
interface Plan {
  body: Record<string, unknown>;
  completed: boolean;
  summary: { budget: Record<string, number> | null; debts: object | null };
  parts: { part: string; missing: { field: string; label: string }[] }[];
  draft: { body: object } | null;
}

const [desk, worker] = ['meldpunt', 'medewerker-enschede'];
const today = localDate(new Date().toISOString());
const allowances = allowanceKinds.map(({ code }, n) => ({ kind: code, state: n === 0 ? 'may-be-entitled' : 'not-entitled' }));
const budget = [
  { kind: 'wages', amountCents: 45_000, per: 'week', name: 'Bakkerij' },
  { kind: 'rent', amountCents: 65_000 },
  { kind: 'health-insurance', amountCents: 15_000 },
  { kind: 'household', amountCents: 9_000, per: 'week' },
];
const totals = { incomeCents: 195_000, fixedCostsCents: 80_000, roomToRepayCents: 76_000 };
const debts = [{ creditor: 'Postorderbedrijf Voorbeeld', kind: 'other', amountCents: 123_400, arrangement: 'bailiff' }];
const parts: object[] = [
  { budget },
  { allowances },
  { causes: ['income-drop'], skills: ['administratie bijhouden'], lifeAreas: ['work'] },
  { problematicDebts: true, urgent: false, debts },
  { currentPaymentsFrom: today, helpWithArrangements: true, directPayment: false },
  { handOver: { service: 'Stadsbank' } },
  { consentToShare: true },
];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const act = (account: string, id: string, action: string, body: object = {}) => api.call<Case>(account, 'POST', `/api/v1/cases/${id}/${action}`, body);
const patch = (id: string, body: object, key: string = randomUUID()) => api.call<Plan>(worker, 'PATCH', `/api/v1/cases/${id}/plan`, body, { 'Idempotency-Key': key });
const refusedPatch = (id: string, body: object) => api.call(worker, 'PATCH', `/api/v1/cases/${id}/plan`, body);
const planOf = async (id: string) => (await api.call<Plan>(worker, 'GET', `/api/v1/cases/${id}/plan`)).body;
const visit = { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' };

async function talk(): Promise<string> {
  const { id } = await api.caseInTriage();
  expect((await act(desk, id, 'go')).status).toBe(200);
  expect((await act(worker, id, 'record-attempt', visit)).status).toBe(200);
  return id;
}

describe('a plan by parts', () => {
  test('keeps each part, says what every part still lacks, and is completed by what stands', async () => {
    const id = await talk();
    for (const [n, part] of parts.entries()) {
      const { body } = await patch(id, part);
      expect(body.parts.map(({ missing }) => missing.length === 0)).toEqual(parts.map((_, other) => other <= n));
    }
    expect((await planOf(id)).summary).toEqual({ budget: { ...totals, otherCostsCents: 39_000, leftCents: 76_000 }, debts: { totalCents: 123_400, unknown: 0 } });
    const { status, body } = await act(worker, id, 'complete-plan');
    expect([status, body.phase, body.problematicDebts]).toEqual([200, 'feedback', true]);
    expect(await planOf(id)).toMatchObject({ completed: true, draft: null, body: { ...totals, allowancesChecked: true, debts } });
    const [{ codes }] = await api.sql<[{ codes: object }]>`select codes from plans where case_id = ${id} and codes is not null`;
    expect(codes).toEqual({ causes: ['income-drop'], lifeAreas: ['work'], directPayment: false, helpWithArrangements: true, allowancesChecked: true, currentPaymentsFrom: today });
  });

  test('loses nothing when colleagues fill in different parts at once, and a part that is sent twice is kept once', async () => {
    const id = await talk();
    await Promise.all(parts.map((part) => patch(id, part)));
    const { body } = await planOf(id);
    expect(Object.keys(body).sort()).toEqual(parts.flatMap((part) => Object.keys(part)).sort());
    const key = randomUUID();
    const first = await patch(id, { remarks: 'Eerste' }, key);
    await patch(id, { remarks: 'Tweede' });
    expect((await patch(id, { remarks: 'Eerste' }, key)).body).toEqual(first.body);
    expect((await planOf(id)).body['remarks']).toBe('Tweede');
    await patch(id, { clear: ['remarks'] });
    expect((await planOf(id)).body['remarks']).toBeUndefined();
  });

  test('refuses totals beside its lines, and lines that cannot be', async () => {
    const id = await talk();
    await patch(id, { incomeCents: 1 });
    const { status, body } = await refusedPatch(id, { budget, incomeCents: 100 });
    expect([status, body.errors]).toEqual([400, [{ field: 'incomeCents', rule: 'computed', message: 'Laat dit weg: het volgt uit de regels van het plan.' }]]);
    // What was typed before makes place.
    expect((await patch(id, { budget })).body.body).not.toHaveProperty('incomeCents');
    expect((await refusedPatch(id, { allowances: [allowances[0], allowances[0]] })).body.errors).toMatchObject([{ field: 'allowances.1.kind', rule: 'once' }]);
  });

  test('goes along to the service with consent, and into the resident\'s report, with every line in words', async () => {
    const id = await talk();
    for (const part of parts) await patch(id, part);
    await act(worker, id, 'complete-plan');
    const { body: seen } = await api.call<Case>(worker, 'GET', `/api/v1/cases/${id}`);
    for (const { id: personId } of seen.persons) {
      for (const purpose of ['share-with-service', 'share-plan']) await api.call(worker, 'PUT', `/api/v1/cases/${id}/consents/${purpose}`, { state: 'given', on: today, how: 'spoken', personId });
    }
    const { body: page } = await api.call<string>(worker, 'GET', `/api/v1/cases/${id}/hand-over`, undefined, { Accept: 'text/html' });
    for (const words of ['Loon (Bakkerij)', '€ 450,00 per week', '€ 1.950,00', 'Inkomsten, samen', 'Over', '€ 760,00', 'Zorgtoeslag', 'heeft er mogelijk recht op', 'Postorderbedrijf Voorbeeld', 'bij een deurwaarder']) expect([words, page.includes(words)]).toEqual([words, true]);
  });
});

test('a whole reached case takes six requests and twenty fields, with nothing typed twice', async () => {
  const { id } = await api.caseInTriage();
  const typed: [string, unknown][] = [];
  let requests = 0;
  const does = async (account: string, action: string, body: object = {}) => {
    requests++;
    typed.push(...Object.entries(body));
    const answer = await act(account, id, action, body);
    expect([action, answer.status]).toEqual([action, 200]);
    return answer.body;
  };
  await does(desk, 'go');
  await does(worker, 'record-attempt', visit);
  await does(worker, 'complete-plan', { ...parts.reduce((whole, part) => ({ ...whole, ...part }), {}), referred: true });
  const told = await does(worker, 'send-feedback', { asProposed: true });
  expect(told.feedback?.body).toEqual({ cause: 'income-drop', currentPayments: { state: 'resumes-on', date: today }, outlook: 'problematic-debts', approach: ['debt-services', 'arrangement'] });
  expect(told.deadlines.find(({ kind }) => kind === 'referral')?.state).toBe('met');
  await does(desk, 'record-first-talk', { date: today });
  const end = await does(worker, 'confirm-hand-over');
  expect(end.deadlines.filter(({ kind, state }) => state === 'open' && kind !== 're-check')).toEqual([]);
  expect(end.phase).toBe('monitoring');
  expect(requests).toBe(6);
  // Each field once, but for the day: that of the visit and that of the first talk are two.
  const names = typed.map(([name]) => name).filter((name) => name !== 'date');
  expect([names.length, typed.length]).toEqual([new Set(names).size, 20]);
});

test('debt services are called in by a plan with problematic debts alone', async () => {
  const id = await talk();
  for (const part of parts) await patch(id, part);
  const answer = await api.call(worker, 'POST', `/api/v1/cases/${id}/complete-plan`, { problematicDebts: false, referred: true });
  expect([answer.status, answer.body.errors]).toMatchObject([400, [{ field: 'referred', rule: 'debts' }]]);
});
