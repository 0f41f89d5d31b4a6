/** What is agreed with a creditor, over HTTP: dated versions, their end, and what the creditor declares. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fitted } from '../../src/domain/agreements/agreement.ts';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

interface Agreement {
  id: string;
  validFrom: string;
  validTo: string | null;
  standing: string;
  declaration: Record<string, unknown> | null;
}

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
}, 120_000);
afterAll(() => api.stop());

const today = localDate(new Date().toISOString());
const CREDITOR = 'woongoed-twente';
const itself = `schuldeiser-${CREDITOR}`;
const call = <Body = Agreement>(account: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Body>(account, method, `/api/v1${path}`, body, headers);
const versions = async (account = 'projectleider', creditor = CREDITOR) => (await call<{ items: Agreement[] }>(account, 'GET', `/creditors/${creditor}/agreements`)).body.items;
const deliver = () => call<{ detail: string }>(itself, 'POST', '/deliveries', 'x', { 'Content-Type': 'text/csv' });
const yes = { soughtContact: true, pointedOutHelp: true, reminded: true, offeredToPassOn: true };
const logged = (action: string) => api.sql<{ actorId: string; detail: Record<string, unknown> }[]>`select actor_id, detail from audit_log where action = ${action} and outcome = 'done' order by id`;

test('a version is agreed from a day on, once; the one before ends the day before, and deliveries follow', async () => {
  const [first] = await versions();
  const agreed = { validFrom: today, allowedKinds: ['water'], arrearsAgeDays: { from: 60, to: null }, minimumAmountCents: 5_000 };
  const key = { 'Idempotency-Key': 'agree-once' };
  const added = await call('projectleider', 'POST', `/creditors/${CREDITOR}/agreements`, agreed, key);
  expect(added).toMatchObject({ status: 201, body: { ...agreed, creditorId: CREDITOR, validTo: null, standing: 'current', declaration: null } });
  expect((await call('projectleider', 'POST', `/creditors/${CREDITOR}/agreements`, agreed, key)).body.id).toBe(added.body.id);
  expect(await versions()).toMatchObject([{ id: added.body.id }, { id: first?.id, validTo: addDays(today, -1), standing: 'ended' }]);
  expect(await call<{ detail: string }>('projectleider', 'POST', `/creditors/${CREDITOR}/agreements`, agreed)).toMatchObject({ status: 409 });
  // A landlord reports rent, and now water alone is agreed.
  expect(await deliver()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('geen achterstanden van de soort "Huur"') } });
  expect(await logged('add-agreement')).toMatchObject([{ actorId: 'projectleider', detail: { agreementId: added.body.id, creditorId: CREDITOR, validFrom: today } }]);
});

test('nothing is agreed about days that have passed, nor with an end before its beginning', async () => {
  const ask = async (body: object) => (await call<{ errors: { field: string; rule: string }[] }>('projectleider', 'POST', `/creditors/${CREDITOR}/agreements`, body)).body.errors.map(({ field, rule }) => `${field} ${rule}`);
  expect(await ask({ validFrom: addDays(today, -1) })).toEqual(['validFrom not-past']);
  expect(await ask({ validFrom: addDays(today, 9), validTo: addDays(today, 8) })).toEqual(['validTo order']);
  expect(await ask({ validFrom: addDays(today, 9), arrearsAgeDays: { from: 50, to: 40 } })).toEqual(['arrearsAgeDays.to order']);
});

test('the creditor reads its own agreements and declares each precondition, once', async () => {
  const [version] = await versions(itself);
  const path = `/agreements/${version?.id ?? ''}/declaration`;
  const missing = await call<{ errors: { field: string; message: string }[] }>(itself, 'POST', path, { ...yes, reminded: false });
  expect(missing).toMatchObject({ status: 400, body: { errors: [{ field: 'reminded', message: 'Verklaar dit met ja, of lever nog niet aan: "Wij hebben de klant ten minste één herinnering gestuurd."' }] } });
  expect((await versions(itself))[0]?.declaration).toBeNull();
  expect((await call('schuldeiser-zorgzeker', 'POST', path, yes)).status).toBe(404);
  const declared = await call(itself, 'POST', path, yes);
  expect(declared).toMatchObject({ status: 200, body: { declaration: { ...yes, declaredOn: today, declaredBy: itself, declaredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) } } });
  expect((await call('projectleider', 'POST', path, yes)).body.declaration).toEqual(declared.body.declaration);
  expect(await logged('declare-preconditions')).toMatchObject([{ actorId: itself, detail: { agreementId: version?.id, creditorId: CREDITOR } }]);
  expect((await call('schuldeiser-zorgzeker', 'GET', `/creditors/${CREDITOR}/agreements`)).status).toBe(403);
  expect((await call(itself, 'POST', `/creditors/${CREDITOR}/agreements`, { validFrom: addDays(today, 3) })).status).toBe(403);
});

test('an agreement is ended after a day that is still to come; what was declared before 0.3 has its day alone', async () => {
  const [version] = await versions('projectleider', 'zorgzeker');
  expect(version).toMatchObject({ standing: 'current', declaration: { ...yes, declaredOn: version?.validFrom, declaredAt: null, declaredBy: null } });
  const end = (validTo: string) => call('projectleider', 'POST', `/agreements/${version?.id ?? ''}/end`, { validTo });
  expect((await end(addDays(today, -1))).status).toBe(400);
  expect(await end(addDays(today, 5))).toMatchObject({ status: 200, body: { validTo: addDays(today, 5), standing: 'current' } });
  expect((await end(addDays(today, 5))).status).toBe(200);
  expect(await logged('end-agreement')).toHaveLength(1);
  await api.sql`update agreements set valid_to = ${addDays(today, -1)} where id = ${version?.id ?? ''}`;
  expect((await end(today)).status).toBe(409);
  expect((await call('schuldeiser-zorgzeker', 'POST', `/agreements/${version?.id ?? ''}/declaration`, yes)).status).toBe(200);
});

test('versions never hold together: a new one ends the one before it, and ends before the next', () => {
  const known = [{ validFrom: '2040-01-01', validTo: '2040-12-31' }, { validFrom: '2041-01-01', validTo: null }];
  expect(fitted(known, { validFrom: '2040-06-01', validTo: null })).toEqual({ validTo: '2040-12-31', shortened: [known[0]], before: known[0] });
  expect(fitted(known, { validFrom: '2040-06-01', validTo: '2040-07-31' })).toMatchObject({ validTo: '2040-07-31' });
  expect(fitted(known, { validFrom: '2042-01-01', validTo: null })).toEqual({ validTo: null, shortened: [known[1]], before: known[1] });
  expect(fitted(known, { validFrom: '2041-01-01', validTo: null })).toBeNull();
  expect(fitted([], { validFrom: '2041-01-01', validTo: null })).toEqual({ validTo: null, shortened: [], before: undefined });
});
