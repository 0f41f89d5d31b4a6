/** Requests of residents over HTTP, on a real engine and Postgres, until they are decided on. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemCalendar } from '../../src/domain/time/calendar.ts';
import { addDays, addMonths, localDate } from '../../src/domain/time/dates.ts';
import { dateInWords } from '../../src/wording/sentences/dates.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { changing } from '../replans/support.ts';
import { asking, caseOf, decide, file, grant, readRequest, somebody, today, type AvgDetail } from './support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());
const { auditOf, call, caseBody } = asking(() => api);

describe('a request', () => {
  test('has its deadline in both lists from its receipt on, and its words for those who handle it alone', async () => {
    const made = await caseOf(api, [somebody('Aalbers')]);
    const request = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0], words: 'Wat weet u van Aalbers?' });
    const read = await readRequest(api, request.id);
    expect(read).toMatchObject({ state: 'received', dueOn: addMonths(today, 1), words: 'Wat weet u van Aalbers?', deadlineState: 'open', badge: expect.stringContaining('werkdagen') });
    const { body: deadlines } = await call<{ items: unknown[] }>('projectleider', 'GET', '/deadlines?kind=avg-request');
    expect(deadlines.items).toContainEqual(expect.objectContaining({ avgRequestId: request.id, caseId: null, kind: 'avg-request', owner: 'privacy-officer', link: `/api/v1/avg-requests/${request.id}`, municipalityCode: '0153', dueOn: read.dueOn }));
    const { body: list } = await call<{ items: AvgDetail[] }>('projectleider', 'GET', '/avg-requests');
    expect(list.items.map(({ id }) => id)).toContain(request.id);
    expect(JSON.stringify(list)).not.toContain('Aalbers');
    for (const account of ['meldpunt', 'medewerker-enschede']) {
      expect((await call<{ items: unknown[] }>(account, 'GET', '/deadlines?kind=avg-request')).body.items).toEqual([]);
      expect((await call(account, 'GET', `/deadlines/${request.id}.avg-request/derivation`)).status).toBe(404);
    }
    for (const account of ['meldpunt', 'medewerker-enschede', 'beheer', 'stuurgroep', 'schuldeiser-zorgzeker']) expect((await call(account, 'GET', `/avg-requests/${request.id}`)).status).toBe(403);
    for (const path of ['decide', 'extend', 'withdraw']) expect((await call('projectleider', 'POST', `/avg-requests/${request.id}/${path}`, {})).status).toBe(403);
  });

  test('under one key is recorded once', async () => {
    const made = await caseOf(api, [somebody('Bakker')]);
    const asked = { kind: 'inspection' as const, caseId: made.id, personId: made.personIds[0] };
    const [one, again] = [await file(api, asked, { 'Idempotency-Key': 'once' }), await file(api, asked, { 'Idempotency-Key': 'once' })];
    expect(again.id).toBe(one.id);
    expect((await auditOf(one.id)).map(({ action }) => action)).toEqual(['file-avg-request']);
  });

  test.each([
    ['of a person who is not in the case', (made: { id: string }) => ({ kind: 'erasure', caseId: made.id, personId: made.id }), 'personId'],
    ['about an address that asks more than inspection', (made: { id: string }) => ({ kind: 'erasure', caseId: made.id }), 'personId'],
    ['that is still to come', (made: { id: string }) => ({ kind: 'inspection', caseId: made.id, receivedOn: addMonths(today, 1) }), 'receivedOn'],
  ])('%s is refused with the field', async (_, asked, field) => {
    const made = await caseOf(api, [somebody('Cornelis')], undefined, { started: false });
    const { status, body } = await call<{ errors: { field: string }[] }>('privacy', 'POST', '/avg-requests', { receivedOn: today, words: 'Dit.', ...asked(made) });
    expect([status, body.errors]).toMatchObject([400, [{ field }]]);
  });

  test('that is recorded late is late from then on; its decision takes the day of the answer, and a reason when that is long ago', async () => {
    const made = await caseOf(api, [somebody('Corbeau')]);
    const { id, recordedAt } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0], receivedOn: addDays(today, -60) });
    await eventually(async () => expect((await readRequest(api, id)).deadlineState).toBe('breached'), 20_000);
    expect(Date.parse((await readRequest(api, id)).breachedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(recordedAt));
    const refuse = (on: string, reason?: string) => decide(api, id, { granted: false, ground: 'excessive', on, ...(reason === undefined ? {} : { reason }) });
    const rules = async (on: string) => ((await refuse(on)).body as unknown as { errors: { field: string; rule: string }[] }).errors.map(({ field, rule }) => `${field} ${rule}`);
    expect([await rules(addDays(today, 1)), await rules(addDays(today, -61)), await rules(addDays(today, -40))]).toEqual([['on not-future'], ['on not-before'], ['on not-too-old']]);
    expect(await refuse(addDays(today, -40), 'De brief lag in een map.')).toMatchObject({ status: 200, body: { state: 'refused', decidedOn: addDays(today, -40), deadlineState: 'met', lateReason: 'De brief lag in een map.', answer: null } });
    const letter = String((await call<unknown>('privacy', 'GET', `/avg-requests/${id}/letter`)).body);
    expect(letter).toContain(`Datum: ${dateInWords(addDays(today, -40))}`);
    expect(letter).not.toContain('in een map');
  });

  test('is extended on the day on which the resident was told, also when that is recorded after its term', async () => {
    const made = await caseOf(api, [somebody('Ooievaar')]);
    const { id } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0], receivedOn: addDays(today, -50) });
    await eventually(async () => expect((await readRequest(api, id)).deadlineState).toBe('breached'), 20_000);
    const end = (await readRequest(api, id)).dueOn ?? today;
    const extend = (body: object) => call<{ errors?: { field: string; rule: string }[] }>('privacy', 'POST', `/avg-requests/${id}/extend`, { words: 'Er zijn veel zaken.', ...body });
    const rules = async (on: string) => (await extend({ on })).body.errors?.map(({ field, rule }) => `${field} ${rule}`);
    expect([await rules(addDays(today, 1)), await rules(addDays(today, -51)), await rules(addDays(today, -40))]).toEqual([['on not-future'], ['on not-before'], ['on not-too-old']]);
    expect([(await extend({})).status, (await extend({ on: addDays(end, 1) })).status]).toEqual([409, 409]);
    const longer = await extend({ on: addDays(today, -40), reason: 'De brief lag in een map.' });
    expect(longer).toMatchObject({ status: 200, body: { dueOn: addMonths(end, 2), extendedOn: addDays(today, -40), deadlineState: 'open', extensionReason: 'Er zijn veel zaken.', extensionLateReason: 'De brief lag in een map.' } });
    const letter = String((await call<unknown>('privacy', 'GET', `/avg-requests/${id}/letter`)).body);
    expect(letter).toContain(`Datum: ${dateInWords(addDays(today, -40))}`);
    expect(letter).not.toContain('in een map');
    expect((await call<{ agrees: boolean }>('privacy', 'GET', `/deadlines/${id}.avg-request/derivation`)).body.agrees).toBe(true);
  });

  test('is extended with its reason, and then not again', async () => {
    const made = await caseOf(api, [somebody('Dekker')]);
    const { id } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0] });
    const { status, body } = await call('privacy', 'POST', `/avg-requests/${id}/extend`, { words: 'Er zijn veel zaken.' }, { 'Idempotency-Key': 'longer' });
    expect([status, body]).toMatchObject([200, { dueOn: addMonths(addMonths(today, 1), 2), extendedTo: addMonths(addMonths(today, 1), 2), extensionReason: 'Er zijn veel zaken.' }]);
    expect((await call('privacy', 'POST', `/avg-requests/${id}/extend`, { words: 'Er zijn veel zaken.' }, { 'Idempotency-Key': 'longer' })).status).toBe(200);
    expect((await call('privacy', 'POST', `/avg-requests/${id}/extend`, { words: 'Nog meer.' })).status).toBeGreaterThanOrEqual(400);
    expect((await auditOf(id)).filter(({ action }) => action === 'extend-avg-request')).toHaveLength(1);
    const { body: derivation } = await call<{ agrees: boolean; sentence: string; steps: { kind: string; actor: { id: string } | null; reason: string | null }[] }>('privacy', 'GET', `/deadlines/${id}.avg-request/derivation`);
    expect(derivation).toMatchObject({ agrees: true, avgRequestId: id, link: `/api/v1/avg-requests/${id}`, policyVersion: 'twente-1', sentence: expect.stringContaining('1 maand na de ontvangst van het verzoek') });
    expect(derivation.steps.find(({ kind }) => kind === 'extended')).toMatchObject({ actor: { id: 'privacy' }, reason: 'Er zijn veel zaken.' });
    // Who may not read the request sees why its day is its day, and none of its words.
    const { body: toDesk } = await call('meldpunt', 'GET', `/deadlines/${id}.avg-request/derivation`);
    expect(JSON.stringify(toDesk)).not.toContain('veel zaken');
  });

  test('is planned anew when a day is closed before its end: it warns a working day earlier', async () => {
    const made = await caseOf(api, [somebody('Wolters')]);
    const { id } = await file(api, { kind: 'inspection', caseId: made.id, personId: made.personIds[0] });
    const termOf = async () => (await api.sql<{ warnsAt: string; dueOn: string }[]>`select warns_at, due_on from deadlines where avg_request_id = ${id}`)[0] ?? { warnsAt: '', dueOn: '' };
    const before = await termOf();
    const changes = changing(api);
    await changes.carriedOut(await changes.closed(systemCalendar.addWorkingDays(before.dueOn, -3)));
    const after = await termOf();
    expect(after.dueOn).toBe(before.dueOn);
    expect(localDate(after.warnsAt)).toBe(systemCalendar.addWorkingDays(localDate(before.warnsAt), -1));
    expect((await call<{ agrees: boolean }>('privacy', 'GET', `/deadlines/${id}.avg-request/derivation`)).body.agrees).toBe(true);
  });

  test('is withdrawn, and refuses a decision then', async () => {
    const made = await caseOf(api, [somebody('Evers')]);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    expect((await call('privacy', 'POST', `/avg-requests/${id}/withdraw`)).body).toMatchObject({ state: 'withdrawn', deadlineState: 'cancelled' });
    expect(await decide(api, id, { granted: true })).toMatchObject({ status: 409, body: { code: 'action-refused', state: 'withdrawn' } });
    expect((await api.sql`select 1 from avg_words where request_id = ${id}`).count).toBe(1);
  });

  test('of the region is decided by somebody of the region', async () => {
    await api.sql`insert into accounts (id, name, email, role, municipality_code) values ('privacy-enschede', 'Privacy Enschede', 'x@voorbeeld.test', 'privacy-officer', '0153')`;
    await admitAccounts(api.sql);
    const made = await caseOf(api, [somebody('Evink')]);
    const { id } = await file(api, { kind: 'erasure', caseId: made.id, personId: made.personIds[0] });
    expect(await call('privacy-enschede', 'POST', `/avg-requests/${id}/decide`, { granted: true })).toMatchObject({ status: 403 });
    expect((await readRequest(api, id)).state).toBe('received');
  });

  test('is refused with a ground that fits its kind, and words that the letter says', async () => {
    const made = await caseOf(api, [somebody('Faber')]);
    const { id } = await file(api, { kind: 'objection', caseId: made.id, personId: made.personIds[0] });
    expect((await decide(api, id, { granted: false, ground: 'correct-as-is' })).body).toMatchObject({ errors: [{ field: 'ground' }] });
    expect((await decide(api, id, { granted: false, ground: 'other' })).body).toMatchObject({ errors: [{ field: 'words' }] });
    const { body } = await decide(api, id, { granted: false, ground: 'compelling-grounds', words: 'De woning staat op het spel.' }, { 'Idempotency-Key': 'no' });
    expect(body).toMatchObject({ state: 'refused', ground: 'compelling-grounds', answer: 'De woning staat op het spel.', deadlineState: 'met' });
    expect((await decide(api, id, { granted: false, ground: 'compelling-grounds', words: 'De woning staat op het spel.' }, { 'Idempotency-Key': 'no' })).status).toBe(200);
    expect((await auditOf(id)).filter(({ action }) => action === 'decide-avg-request')).toMatchObject([{ outcome: 'done', actorId: 'privacy', detail: { granted: false, ground: 'compelling-grounds' } }]);
    expect((await caseBody(made.id)).phase).toBe('triage');
  });
});

test('what stands in the history of a request is ids, codes and dates', async () => {
  const who = somebody('Zwanenmerk');
  const made = await caseOf(api, [who]);
  const { id } = await file(api, { kind: 'correction', caseId: made.id, personId: made.personIds[0], words: 'Zwanenmerk woont hier.' });
  await grant(api, id, { correction: { lastName: 'Zwanenmerkt', email: 'zwanenmerk@nieuw.test' }, words: 'Zwanenmerk heeft gelijk.' });
  const history = JSON.stringify(await api.environment.client.workflow.getHandle(`avg-${id}`).fetchHistory());
  const texts = [history, ...[...history.matchAll(/"data":"([A-Za-z0-9+/=]+)"/g)].map(([, data = '']) => Buffer.from(data, 'base64').toString()), ...api.logged, JSON.stringify(await auditOf(id))];
  expect(texts.length).toBeGreaterThan(5);
  for (const mark of ['zwanenmerk', '1971-03-09', who.phone ?? '-']) expect(texts.filter((text) => text.toLowerCase().includes(mark))).toEqual([]);
});
