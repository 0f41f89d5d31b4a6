/** Somebody objects while cases run: that person's own signals end, in a case of others too, and nobody else's. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { creditorSignalSchema } from '../../src/wording/documents/creditors-view.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { asking, caseOf, somebody } from './support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());
const { call, caseBody, timelineOf } = asking(() => api);

const signalsOf = (caseId: string) => api.sql<{ id: string; state: string; reason: string | null; objectionDoubt: boolean }[]>`select id, state, reason, objection_doubt from signals where case_id = ${caseId}`;
const stateOf = async (caseId: string, signalId: string | undefined) => (await signalsOf(caseId)).find(({ id }) => id === signalId);
const toldCreditors = (caseId: string) => api.sql<{ template: string; creditor: string }[]>`select template, recipient->>'id' as creditor from outbox where case_id = ${caseId} and recipient->>'kind' = 'creditor' order by created_at, id`;
const objects = (signalId: string | undefined, account = 'meldpunt') => call<{ id: string }>(account, 'POST', '/objections', { signalId });
const someoneElse = (lastName: string) => somebody(lastName, { initials: 'K.', birthDate: '1980-12-01' });

test('filed by the desk, an objection ends the own signals in a case that goes on for others, and taking it back begins nothing again', async () => {
  const made = await caseOf(api, [somebody('Dijkman'), someoneElse('Ekkel')]);
  const [own, others] = made.signalIds;
  const { status, body } = await objects(own);
  expect(status).toBe(201);
  expect((await caseBody(made.id)).phase).toBe('triage');
  expect(await stateOf(made.id, own)).toMatchObject({ state: 'dropped', reason: 'objection' });
  expect(await stateOf(made.id, others)).toMatchObject({ state: 'in-case', objectionDoubt: false });
  expect([...(await toldCreditors(made.id))]).toEqual([{ template: 'signal-stopped', creditor: 'woongoed-twente' }]);
  const seen = (await call<unknown>('schuldeiser-woongoed-twente', 'GET', `/signals/${own ?? ''}`)).body;
  expect(creditorSignalSchema.parse(seen)).toMatchObject({ statusLabel: 'Niet opgepakt: andere reden', reason: 'other', suspension: null });
  expect(JSON.stringify(seen)).not.toMatch(/objection|bezwaar|capacity/i);
  expect((await timelineOf(made.id)).map(({ sentence }) => sentence)).toContain('Bezwaar van een inwoner: zijn signaal gaat niet verder; de zaak loopt door voor anderen op dit adres.');
  // Filed again nothing more happens; withdrawn, what ended stays ended.
  await objects(own);
  expect((await call('meldpunt', 'DELETE', `/objections/${body.id}`)).status).toBe(200);
  expect(await stateOf(made.id, own)).toMatchObject({ state: 'dropped', reason: 'objection' });
  expect(await toldCreditors(made.id)).toHaveLength(1);
});

test('a case that is about nobody else closes, at every address; whoever may be meant is marked, until the objection is withdrawn', async () => {
  const who = somebody('Feenstra');
  const [one, two] = [await caseOf(api, [who, who]), await caseOf(api, [who])];
  const doubtful = await caseOf(api, [somebody('Feenstra', { birthDate: null })]);
  const namesake = await caseOf(api, [someoneElse('Feenstra')]);
  const { body } = await objects(one.signalIds[0], 'privacy');
  expect(await caseBody(one.id)).toMatchObject({ phase: 'closed', ending: 'closed-early', result: 'not-taken-up-other' });
  expect((await caseBody(two.id)).phase).toBe('closed');
  for (const made of [doubtful, namesake]) expect((await caseBody(made.id)).phase).toBe('triage');
  expect((await signalsOf(doubtful.id)).map(({ objectionDoubt }) => objectionDoubt)).toEqual([true]);
  expect((await signalsOf(namesake.id)).map(({ objectionDoubt }) => objectionDoubt)).toEqual([false]);
  await call('privacy', 'DELETE', `/objections/${body.id}`);
  expect((await signalsOf(doubtful.id)).map(({ objectionDoubt }) => objectionDoubt)).toEqual([false]);
  expect((await caseBody(two.id)).phase).toBe('closed');
});

test('closing for an objection ends the signals of the one who is named, and the case when no other is left', async () => {
  const made = await caseOf(api, [somebody('Gelderman'), someoneElse('Hofman'), somebody('Gelderman')]);
  const [own, others, alsoOwn] = made.signalIds;
  const close = (body: object, headers: Record<string, string> = {}) => call<{ phase: string; errors: { field: string; rule: string }[] }>('meldpunt', 'POST', `/cases/${made.id}/close`, { because: 'objection', reason: 'Belde op.', ...body }, headers);
  expect(await close({})).toMatchObject({ status: 400, body: { errors: [{ field: 'signalId', rule: 'required' }] } });
  expect(await close({ because: 'paid', signalId: own })).toMatchObject({ status: 400, body: { errors: [{ field: 'signalId', rule: 'objection' }] } });
  expect(await close({ signalId: '00000000-0000-4000-8000-000000000000' })).toMatchObject({ status: 400, body: { errors: [{ field: 'signalId', rule: 'exists' }] } });
  const once = { 'Idempotency-Key': 'objection-of-one' };
  expect(await close({ signalId: own }, once)).toMatchObject({ status: 200, body: { phase: 'triage' } });
  expect((await close({ signalId: own }, once)).status).toBe(200);
  for (const id of [own, alsoOwn]) expect(await stateOf(made.id, id)).toMatchObject({ state: 'dropped', reason: 'objection' });
  expect(await stateOf(made.id, others)).toMatchObject({ state: 'in-case' });
  expect([...(await toldCreditors(made.id))]).toEqual([{ template: 'signal-stopped', creditor: 'woongoed-twente' }, { template: 'signal-stopped', creditor: 'zorgzeker' }]);
  const notes = (await call<{ events: { type: string; note: string | null; actor: string }[] }>('meldpunt', 'GET', `/cases/${made.id}/timeline`)).body.events;
  expect(notes.filter(({ note }) => note === 'Belde op.').map(({ type }) => type)).toEqual(['signals-stopped']);
  expect(await close({})).toMatchObject({ status: 200, body: { phase: 'closed' } });
});
