/** One household whose number is written differently by two creditors: shown to the desk, joined and put back by a person, never by itself. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { CallingActor } from '../../src/actor.ts';
import { indexHouseholds } from '../../src/usecases/signals/index-households.ts';
import { joinHousehold, partHousehold } from '../../src/usecases/signals/join-household.ts';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { eventually } from '../../testkit/eventually.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { monthOf } from '../../testkit/data/months.ts';

const MONTH = monthOf('rounds/likely-households');
const ROUND = `/api/v1/rounds/${MONTH}`;
let api: TestApi;
const desk = <Body>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Body>('meldpunt', method, path, body, headers);

/** Each row at an address of its own: reference, house number as it is written, name. */
async function deliver(creditor: string, rows: readonly [reference: string, house: string, name: string][]): Promise<void> {
  const lines = rows.map(([reference, house, name]) => [reference, name, '05-05-1980', '7513XZ', house, '500,00', '01-01-2025'].join(';'));
  const file = ['Contractnummer;Achternaam;Geboortedatum;Postcode;Huisnummer;Achterstand;Achterstand sinds', ...lines, ''].join('\n');
  const { body } = await api.call<{ id: string }>(`schuldeiser-${creditor}`, 'POST', `/api/v1/deliveries?round=${MONTH}`, file, { 'Content-Type': 'text/csv' });
  await eventually(async () => expect((await api.call(`schuldeiser-${creditor}`, 'GET', `/api/v1/deliveries/${body.id}`)).body).toMatchObject({ state: 'done', placed: rows.length }), 60_000);
}

interface Listed {
  caseId: string;
  reference?: string;
  probablySame: { caseId: string; reason: string }[];
  signals?: { reference: string }[];
  multiple?: boolean;
}

const listed = async (show: 'cases' | 'drop-outs') => (await desk<{ items: Listed[] }>('GET', `${ROUND}/matches?show=${show}`)).body.items;
const caseOf = async (reference: string) => (await api.sql<{ caseId: string; state: string; reason: string | null }[]>`select case_id, state, reason from signals where reference = ${reference}`)[0]?.caseId ?? '';
const phaseOf = async (id: string) => (await desk<{ phase: string; probablySame: unknown[]; joinings: { id: string; undoneAt: string | null }[] }>('GET', `/api/v1/cases/${id}`)).body;
/** A worker leaves alone what was told. */
const noneUntold = async () => expect(await api.sql`select from joinings where told_at is null`).toHaveLength(0);
/** The list is made anew as often as somebody asks; the newest is what counts. */
const newestShows = (cases: number) => eventually(async () => expect([(await desk<{ state: string }>('GET', ROUND)).body.state, (await listed('cases')).length]).toEqual(['proposed', cases]), 60_000);
const confirmed = async () => (await desk('POST', `${ROUND}/confirm`, { listVersion: (await desk<{ listVersion: number }>('GET', ROUND)).body.listVersion })).status;
/** What the engine's history says of a case is what Postgres holds. */
const agrees = async (id: string) => expect((await verifyCase({ sql: api.sql, temporal: api.environment.client }, id)).differences).toEqual([]);

beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await desk('POST', '/api/v1/rounds', { month: MONTH, byHand: true });
  await deliver('woongoed-twente', [['A1', '12 HS', 'Anders'], ['A2', '14 A', 'Boven'], ['A3', '16 A', 'Jansen-de Vries']]);
  await deliver('oost-energie', [['B1', '12-H', 'Bakker'], ['B2', '14', 'Beneden'], ['B3', '16 B', 'de Vries']]);
  expect((await desk<{ state: string }>('POST', `${ROUND}/close`)).body.state).toBe('proposed');
}, 180_000);
afterAll(() => api.stop());

test('the match list and the case show what is probably one household, with the reason, and nothing follows by itself', async () => {
  const dropOuts = await listed('drop-outs');
  const beside = Object.fromEntries(dropOuts.map(({ reference = '', probablySame }) => [reference, probablySame.map(({ reason }) => reason)]));
  expect(beside).toEqual({
    A1: ['zelfde huisnummer, toevoeging anders geschreven'],
    B1: ['zelfde huisnummer, toevoeging anders geschreven'],
    A2: ['zelfde huisnummer, toevoeging ontbreekt'],
    B2: ['zelfde huisnummer, toevoeging ontbreekt'],
    A3: ['zelfde huisnummer, zelfde geboortedatum en (een deel van) dezelfde achternaam'],
    B3: ['zelfde huisnummer, zelfde geboortedatum en (een deel van) dezelfde achternaam'],
  });
  expect(await listed('cases')).toEqual([]);
  expect((await phaseOf(await caseOf('A1'))).probablySame).toMatchObject([{ caseId: await caseOf('B1'), likeness: 'written-otherwise' }]);
});

test('households of an earlier release are found once a worker has indexed them', async () => {
  await api.sql`update households set number_hash = null`;
  const deps = { sql: api.sql, keys: api.keys, config: { hashKey } };
  expect(await indexHouseholds(deps)).toBeGreaterThanOrEqual(6);
  expect(await indexHouseholds(deps)).toBe(0);
  expect((await listed('drop-outs')).every(({ probablySame }) => probablySame.length === 1)).toBe(true);
});

test('a joining, and its undoing, of which a process died before the cases were told is gone on with by a worker', async () => {
  const [from, into] = [await caseOf('B2'), await caseOf('A2')];
  const actor: CallingActor = { id: 'meldpunt', role: 'desk', municipalityCode: null, teamId: null, creditorId: null };
  // Nothing reaches the engine any more.
  const died = new Proxy(api.environment.client, { get: () => { throw new Error('died'); } });
  const deps = { sql: api.sql, keys: api.keys, temporal: died, config: { taskQueue: api.taskQueue } };
  const sweep = async () => {
    await api.sql`update joinings set joined_at = joined_at - interval '2 minutes', undone_at = undone_at - interval '2 minutes'`;
    await api.environment.client.workflow.execute('resumeDeliveriesWorkflow', { taskQueue: api.taskQueue, workflowId: `resume-${randomUUID()}` });
  };
  const at = () => new Date().toISOString();
  await expect(joinHousehold(deps, actor, { fromCase: from, intoCase: into, key: 'half', at: at() })).rejects.toThrow('died');
  expect([await caseOf('B2'), (await phaseOf(from)).phase]).toEqual([into, 'candidate']);
  await sweep();
  expect((await phaseOf(from)).phase).toBe('closed');
  await newestShows(1);
  for (const id of [from, into]) await agrees(id);

  const [joining] = (await phaseOf(into)).joinings;
  await expect(partHousehold(deps, actor, joining?.id ?? '', at())).rejects.toThrow('died');
  await sweep();
  await newestShows(0);
  const home = await caseOf('B2');
  expect([home === into, (await phaseOf(home)).phase]).toEqual([false, 'candidate']);
  for (const id of [home, into]) await agrees(id);
  await noneUntold();
}, 180_000);

test('joined by a person they match together, once; put back they do not; what the match decided on stays', async () => {
  const [from, into] = [await caseOf('B1'), await caseOf('A1')];
  const join = (key: string, fromCaseId = from) => desk<{ id: string; reason: string; undoneAt: string | null }>('POST', `/api/v1/cases/${into}/joinings`, { fromCaseId }, { 'Idempotency-Key': key });
  expect(await join('not-alike', await caseOf('B2'))).toMatchObject({ status: 409 });
  const [person] = (await desk<{ persons: { id: string }[] }>('GET', `/api/v1/cases/${from}`)).body.persons;
  await desk('POST', `/api/v1/cases/${from}/contact-details`, { personId: person?.id, phone: '0612345678' });
  const heardIn = async (id: string) => (await desk<{ contactDetails: { phone: string }[] }>('GET', `/api/v1/cases/${id}`)).body.contactDetails.map(({ phone }) => phone);
  const joined = await join('one-household');
  expect(joined).toMatchObject({ status: 201, body: { fromCase: from, intoCase: into, reason: 'zelfde huisnummer, toevoeging anders geschreven', undoneAt: null } });
  expect((await join('one-household')).body.id).toBe(joined.body.id);
  await newestShows(1);
  expect(await listed('cases')).toMatchObject([{ caseId: into, multiple: true, probablySame: [], signals: [{ reference: 'B1' }, { reference: 'A1' }] }]);
  // What the person said goes where the person goes.
  expect([await heardIn(from), await heardIn(into)]).toEqual([[], ['0612345678']]);
  expect((await phaseOf(from)).phase).toBe('closed');
  expect((await phaseOf(into)).joinings).toMatchObject([{ id: joined.body.id }]);
  for (const id of [from, into]) await agrees(id);

  const undo = (id: string) => desk<{ undoneAt: string | null }>('POST', `/api/v1/joinings/${id}/undo`, {});
  expect(await undo(joined.body.id)).toMatchObject({ status: 200, body: { undoneAt: expect.any(String) } });
  expect((await undo(joined.body.id)).status).toBe(200);
  await newestShows(0);
  const home = await caseOf('B1');
  expect((await phaseOf(home)).phase).toBe('candidate');
  expect([await heardIn(home), await heardIn(into)]).toEqual([['0612345678'], []]);
  for (const id of [home, into]) await agrees(id);

  const again = await join('once-more', home);
  expect(again.status).toBe(201);
  await newestShows(1);
  // Postgres has the list a moment before its workflow takes a confirmation.
  await eventually(async () => expect(await confirmed()).toBe(200), 60_000);
  await eventually(async () => expect((await phaseOf(into)).phase).toBe('triage'), 60_000);
  expect((await undo(again.body.id)).status).toBe(409);
  await noneUntold();
  await agrees(into);
  const log = await api.sql<{ action: string; caseId: string }[]>`select action, case_id from audit_log where action in ('join-household', 'part-household') and outcome = 'done' and case_id = ${into} order by id`;
  expect([...log]).toEqual(['join-household', 'part-household', 'join-household'].map((action) => ({ action, caseId: into })));
  const told = (await desk<{ events: { type: string; sentence: string }[] }>('GET', `/api/v1/cases/${into}/timeline`)).body.events.filter(({ type }) => type.startsWith('household')).map(({ sentence }) => sentence);
  expect(told).toEqual(['Een signaal van waarschijnlijk hetzelfde huishouden toegevoegd: zelfde huisnummer, toevoeging anders geschreven.', 'Een signaal is weer teruggezet naar het eigen adres.', 'Een signaal van waarschijnlijk hetzelfde huishouden toegevoegd: zelfde huisnummer, toevoeging anders geschreven.']);
}, 180_000);
