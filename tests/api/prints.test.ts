/** What is printed for the door and the table: a flyer, letters and the plan, in plain Dutch, with nothing that others in the house should not read. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { localDate } from '../../src/domain/time/dates.ts';
import { dateInWords } from '../../src/wording/sentences/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

const [desk, worker] = ['meldpunt', 'medewerker-enschede'];
const today = localDate(new Date().toISOString());

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const act = async (account: string, id: string, action: string, body: object = {}) => expect([action, (await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body)).status]).toEqual([action, 200]);
const page = (id: string, path: string, account = worker) => api.call<string>(account, 'GET', `/api/v1/cases/${id}/${path}`, undefined, { Accept: 'text/html' });
const refusal = (id: string, path: string) => api.call(worker, 'GET', `/api/v1/cases/${id}/${path}`);

async function toVisit(): Promise<string> {
  const { id } = await api.caseInTriage();
  await act(desk, id, 'go');
  return id;
}
const NOT_FOR_OTHERS = /Voorbeeld|achterstand|schuld|Woongoed|incasso|€/i;

test('a flyer names the municipality and the number that residents call, and nobody', async () => {
  const id = await toVisit();
  expect((await page(id, 'flyer')).body).toContain('…………');
  const { body: place } = await api.call<{ version: number }>('beheer', 'GET', '/api/v1/municipalities/0153');
  expect((await api.call('beheer', 'PATCH', '/api/v1/municipalities/0153', { version: place.version, phone: 'bel maar' })).body.errors).toMatchObject([{ field: 'phone', message: expect.stringContaining('zoals 053') }]);
  expect((await api.call('beheer', 'PATCH', '/api/v1/municipalities/0153', { version: place.version, phone: '14 053' })).status).toBe(200);
  const { status, body } = await page(id, 'flyer');
  expect(status).toBe(200);
  for (const words of ['<h1>Wij waren aan de deur</h1>', 'Gemeente Enschede', '14 053']) expect(body).toContain(words);
  expect(body).not.toMatch(NOT_FOR_OTHERS);
  expect(body).not.toContain('Hoofdstraat');
  expect((await page(id, 'flyer', 'medewerker-hengelo')).status).toBe(404);
});

test('a letter announces the appointment, or says on which days we met nobody', async () => {
  const id = await toVisit();
  expect((await page(id, 'letter?about=visit')).body).toContain('Binnenkort komt iemand van de gemeente bij u langs.');
  expect((await refusal(id, 'letter?about=missed')).body.detail).toBe('Er is nog niet voor niets aangebeld. Maak de brief die een bezoek aankondigt.');
  await act(desk, id, 'reassign', { teamId: 'team-enschede', caseworkerId: worker, reason: 'x' });
  await act(worker, id, 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: today, partOfDay: 'morning' });
  await act(worker, id, 'plan-appointment', { date: today, time: '19:00', place: 'door', evenSo: true });
  const announced = (await page(id, 'letter?about=visit')).body;
  for (const words of [`Op ${dateInWords(today)} om 19:00 uur komt iemand`, 'Hoofdstraat', '7512BM Enschede']) expect(announced).toContain(words);
  const missed = (await page(id, 'letter?about=missed')).body;
  expect(missed).toContain(`Wij waren bij u aan de deur op ${dateInWords(today)}.`);
  for (const letter of [announced, missed]) expect(letter.replace(/Beste A\. Voorbeeld,|A\. Voorbeeld/g, '')).not.toMatch(NOT_FOR_OTHERS);
  const rows = await api.sql<{ action: string; detail: object }[]>`select action, detail from audit_log where case_id = ${id} and action = 'print-letter' and outcome = 'done' order by id`;
  expect(rows.map(({ detail }) => detail)).toEqual([{ about: 'visit' }, { about: 'visit' }, { about: 'missed' }]);
  const { id: waiting } = await api.caseInTriage();
  expect((await refusal(waiting, 'letter?about=visit')).status).toBe(409);
});

test('a plan is printed for the resident with its lines and totals, and no codes', async () => {
  const id = await toVisit();
  await act(worker, id, 'record-attempt', { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' });
  const draft = { budget: [{ kind: 'benefit', amountCents: 30_000, per: 'four-weeks' }, { kind: 'rent', amountCents: 50_000 }], causes: ['income-drop'], lifeAreas: ['work'], result: 'advice', allowances: [{ kind: 'remission', state: 'applied' }], currentPaymentsFrom: today };
  await api.call(worker, 'PUT', `/api/v1/cases/${id}/plan`, draft);
  const { body } = await page(id, 'plan');
  for (const words of ['Uw plan van aanpak (concept)', 'Uitkering', '€ 300,00 per vier weken', '€ 325,00', 'Tekort', '€ 175,00', 'Kwijtschelding', 'aangevraagd', 'Inkomen gedaald', 'werk en inkomen', '(Budget)advies', dateInWords(today)]) expect([words, body.includes(words)]).toEqual([words, true]);
  for (const code of ['income-drop', 'four-weeks', 'advice', today, 'Cents']) expect([code, body.includes(code)]).toEqual([code, false]);
});
