/** What the resident was told and agreed to, and what a service gets because of it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseOf, somebody, today, type PeopledCase } from './support.ts';

const staff = 'medewerker-enschede';
let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());

const call = <Body = Record<string, never>>(account: string, method: string, path: string, body?: unknown, headers?: Record<string, string>) => api.call<Body>(account, method, `/api/v1${path}`, body, headers);
const eventsOf = async (id: string) => (await call<{ events: { type: string; sentence: string }[] }>(staff, 'GET', `/cases/${id}/timeline`)).body.events;

interface CaseBody {
  informed: { on: string; how: string } | null;
  informedHint: string | null;
  consents: { purpose: string; state: string; personId: string }[];
}
const caseBody = async (id: string) => (await call<CaseBody>(staff, 'GET', `/cases/${id}`)).body;

async function reached(made: PeopledCase): Promise<void> {
  await call('meldpunt', 'POST', `/cases/${made.id}/go`, {});
  expect((await call(staff, 'POST', `/cases/${made.id}/record-attempt`, { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' })).status).toBe(200);
}

const plan = {
  incomeCents: 1, fixedCostsCents: 1, roomToRepayCents: 1, allowancesChecked: true, causes: ['income-drop'], skills: [], currentPaymentsFrom: null, problematicDebts: true, urgent: true,
  helpWithArrangements: true, lifeAreas: [], directPayment: false, consentToShare: true, handOver: { service: 'Stadsbank', contact: 'mevrouw Jansen' }, remarks: 'Planmerk',
};

async function handedOver(who = [somebody('Overmerk')]): Promise<PeopledCase> {
  const made = await caseOf(api, who);
  await reached(made);
  expect((await call(staff, 'POST', `/cases/${made.id}/complete-plan`, plan)).status).toBe(200);
  return made;
}

const answer = (made: PeopledCase, purpose: string, state: string, more: object = {}) => call<CaseBody>(staff, 'PUT', `/cases/${made.id}/consents/${purpose}`, { state, on: today, how: 'spoken', ...more });
interface HandOver {
  persons: { lastName: string; phone: string | null }[];
  address: object | null;
  plan: Record<string, unknown> | null;
  withheld: number;
}
const document = async (made: PeopledCase) => (await call<HandOver>(staff, 'GET', `/cases/${made.id}/hand-over`)).body;

describe('that the resident was informed', () => {
  test('is recorded once, in words, and missed where somebody was reached without it', async () => {
    const made = await caseOf(api, [somebody('Infomerk')]);
    expect(await caseBody(made.id)).toMatchObject({ informed: null, informedHint: null });
    await reached(made);
    expect((await caseBody(made.id)).informedHint).toContain('AVG artikel 14');
    for (const how of ['leaflet', 'spoken']) expect(await call(staff, 'POST', `/cases/${made.id}/informed`, { how, on: today })).toMatchObject({ status: 201, body: { how: 'leaflet', on: today } });
    expect(await caseBody(made.id)).toMatchObject({ informed: { on: today, how: 'leaflet' }, informedHint: null });
    expect((await eventsOf(made.id)).filter(({ type }) => type === 'informed').map(({ sentence }) => sentence)).toEqual([expect.stringContaining('met een folder')]);
    expect((await call(staff, 'POST', `/cases/${made.id}/informed`, { how: 'leaflet', on: addDays(today, 1) })).status).toBe(400);
    expect((await call('medewerker-hengelo', 'POST', `/cases/${made.id}/informed`, { how: 'leaflet', on: today })).status).toBe(404);
  });
});

describe('a hand-over', () => {
  test('tells the service who it is about, and the plan, from the giving of consent to its withdrawal', async () => {
    const made = await handedOver();
    const nothing = { persons: [], address: null, plan: null, withheld: 1, service: 'Stadsbank', problematicDebts: true, urgent: true, offeredOn: today };
    const all = { persons: [{ lastName: 'Overmerk', phone: somebody('Overmerk').phone, reachable: true }], address: { postcode: '7512BM' }, plan: { remarks: 'Planmerk' }, withheld: 0 };
    expect(await document(made)).toMatchObject(nothing);
    for (const [state, shown] of [['asked', nothing], ['given', all], ['withdrawn', nothing], ['given', all], ['refused', nothing]] as const) {
      await answer(made, 'share-with-service', state, { how: state === 'asked' ? 'phone' : 'written' });
      expect(await document(made)).toMatchObject(shown);
    }
    for (const purpose of ['share-with-creditor', 'contact-for-evaluation']) await answer(made, purpose, 'given');
    expect(await document(made)).toMatchObject(nothing);
    expect(JSON.stringify(await document(made))).not.toMatch(/Overmerk|Planmerk|7512BM/);
    const { body: page } = await call<string>(staff, 'GET', `/cases/${made.id}/hand-over`, undefined, { Accept: 'text/html' });
    expect(page).toContain('Zonder toestemming');
    expect(page).not.toMatch(/Overmerk|Planmerk|7512BM|<script/);
  });

  test('where two live tells of each with that one’s consent, and the plan with both', async () => {
    const made = await handedOver([somebody('Eenmerk'), somebody('Tweemerk', { initials: 'T.', birthDate: '1988-08-08' })]);
    const [one, two] = made.personIds;
    expect((await answer(made, 'share-with-service', 'given')).body).toMatchObject({ errors: [{ field: 'personId' }] });
    await answer(made, 'share-with-service', 'given', { personId: one });
    // As each said it, before what a creditor delivered.
    for (const [personId, phone] of [[one, '06 11 22 33 44'], [two, '06 55 66 77 88']] as const) await call(staff, 'POST', `/cases/${made.id}/contact-details`, { personId, phone });
    expect(await document(made)).toMatchObject({ persons: [{ lastName: 'Eenmerk', phone: '06 11 22 33 44' }], plan: null, withheld: 1 });
    expect(JSON.stringify(await document(made))).not.toContain('06 55 66 77 88');
    await answer(made, 'share-with-service', 'given', { personId: two });
    expect(await document(made)).toMatchObject({ persons: expect.arrayContaining([expect.objectContaining({ lastName: 'Tweemerk' })]), plan: { remarks: 'Planmerk' }, withheld: 0 });
  });

  test('is not there before one was offered', async () => {
    const made = await caseOf(api, [somebody('Geenmerk')]);
    expect((await call(staff, 'GET', `/cases/${made.id}/hand-over`)).status).toBe(404);
  });
});

describe('consent', () => {
  test('keeps every answer, and the same one twice once', async () => {
    const made = await caseOf(api, [somebody('Histmerk'), somebody('Histmerk')]);
    await answer(made, 'contact-for-evaluation', 'asked');
    await answer(made, 'contact-for-evaluation', 'given');
    const { body } = await answer(made, 'contact-for-evaluation', 'given');
    expect(body.consents.map(({ state }) => state)).toEqual(['asked', 'given']);
    expect((await eventsOf(made.id)).filter(({ type }) => type === 'consent')).toHaveLength(2);
  });

  test('that was not given cannot be withdrawn', async () => {
    const made = await caseOf(api, [somebody('Nietmerk')]);
    expect(await answer(made, 'share-with-service', 'withdrawn')).toMatchObject({ status: 400, body: { errors: [{ field: 'state' }] } });
  });
});
