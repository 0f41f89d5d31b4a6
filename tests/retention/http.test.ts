/** Retention over HTTP and on the engine: a case that really ran, anonymised, and what everybody gets of it then. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { localDate } from '../../src/domain/time/dates.ts';
import { systemActor, type CommandOf } from '../../src/domain/case/commands.ts';
import type { CaseRow } from '../../src/db/queries/cases/case-rows.ts';
import { anonymiseCase } from '../../src/usecases/retention/anonymise-case.ts';
import { reopenCase } from '../../src/usecases/cases/reopen-case.ts';
import { repairCase } from '../../src/usecases/records/repair-case.ts';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { csvRecords } from '../edge/read-csv.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';
import { uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';

interface Case {
  anonymisedAt: string | null;
  onHoldSince: string | null;
  retention: { rule: string; dueOn: string } | null;
  address: unknown;
  persons: unknown[];
  actions: { action: string }[];
  signals: { reference: string }[];
}

let api: TestApi;
const today = localDate(new Date().toISOString());

beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  await api.sql`insert into accounts (id, name, email, role, municipality_code) values ('privacy-hengelo', 'Privacy Hengelo', 'x@x.test', 'privacy-officer', '0164')`;
  await admitAccounts(api.sql);
}, 120_000);
afterAll(() => api.stop());

const act = async (account: string, { id }: TestCase, action: string, body: object = {}, headers: Record<string, string> = {}) => (await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body, headers)).status;
const read = async ({ id }: TestCase) => (await api.call<Case>('privacy', 'GET', `/api/v1/cases/${id}`)).body;

/** Visited, noted, planned and closed, through the API. */
async function closedCase(): Promise<TestCase> {
  const made = await api.caseInTriage();
  expect(await act('meldpunt', made, 'go', { reason: 'Niet bekend.' })).toBe(200);
  expect(await act('medewerker-enschede', made, 'record-attempt', { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning' })).toBe(200);
  expect(await act('medewerker-enschede', made, 'notes', { text: 'Een notitie.' })).toBe(201);
  const plan = {
    incomeCents: 1, fixedCostsCents: 1, roomToRepayCents: 1, allowancesChecked: true, causes: ['life-event'], skills: ['Post openen'], currentPaymentsFrom: today, problematicDebts: false, urgent: false,
    helpWithArrangements: true, lifeAreas: ['health'], directPayment: false, consentToShare: true, handOver: { service: 'Wijkteam', contact: 'Mevrouw Voorbeeld', confirmed: true }, remarks: 'Een opmerking.',
  };
  expect(await act('medewerker-enschede', made, 'complete-plan', plan)).toBe(200);
  expect(await act('projectleider', made, 'close', { because: 'paid', reason: 'Alles is betaald.' }, { 'Idempotency-Key': `close-${made.id}` })).toBe(200);
  return made;
}

const anonymise = ({ id }: TestCase) => anonymiseCase({ sql: api.sql, keys: api.keys }, { caseId: id, actor: systemActor, because: 'erasure', at: new Date().toISOString(), basis: { requestId: 'r1' } });
const differences = async ({ id }: TestCase) => (await verifyCase({ sql: api.sql, temporal: api.environment.client }, id)).differences;

describe('a case that was anonymised', () => {
  let made: TestCase;
  beforeAll(async () => {
    made = await closedCase();
    expect(await read(made)).toMatchObject({ anonymisedAt: null, retention: { rule: 'with-help' }, persons: [{}, {}] });
    await anonymise(made);
  }, 60_000);

  test('is read as what is left of it', async () => {
    const found = await read(made);
    expect(found).toMatchObject({ anonymisedAt: expect.any(String), retention: null, address: null, persons: [], actions: [], result: 'paid-or-arranged', phase: 'closed', handOvers: [{ service: '', contact: null }] });
    expect(found.signals.map(({ reference }) => reference.slice(0, 8))).toEqual(['anoniem-', 'anoniem-']);
    const { body: timeline } = await api.call<{ events: { type: string; note: string | null }[] }>('privacy', 'GET', `/api/v1/cases/${made.id}/timeline`);
    expect(timeline.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['go', 'note-added', 'plan-completed', 'closed']));
    expect(timeline.events.every(({ note }) => note === null)).toBe(true);
    expect((await api.call('privacy', 'GET', `/api/v1/cases/${made.id}/plan`)).status).toBe(404);
    expect((await api.call('projectleider', 'GET', `/api/v1/cases/${made.id}/history`)).status).toBe(200);
    expect((await api.call('meldpunt', 'GET', '/api/v1/cases?phase=closed')).status).toBe(200);
    const view = await api.call<{ reference: string; state: string }>('schuldeiser-woongoed-twente', 'GET', `/api/v1/signals/${made.signalIds[0] ?? ''}`);
    expect([view.status, view.body.state]).toEqual([200, 'in-case']);
  });

  test.each([
    ['reopen', 'projectleider', 'reopen', { to: 'visiting', reason: 'Toch nog.' }],
    ['a note', 'meldpunt', 'notes', { text: 'Nog iets.' }],
    ['a complaint', 'meldpunt', 'complaints', { text: 'Nog iets.' }],
    ['a hold', 'privacy', 'hold', { reason: 'Er is een geschil.' }],
    ['any action', 'projectleider', 'close', { because: 'paid', reason: 'x' }],
  ])('refuses %s, and keeps nothing of it', async (_what, account, action, body) => {
    const { status, body: problem } = await api.call(account, 'POST', `/api/v1/cases/${made.id}/${action}`, body);
    expect([status, problem.detail]).toEqual([409, expect.stringContaining('geanonimiseerd')]);
    expect(await api.sql`select 1 from notes where case_id = ${made.id}`).toHaveLength(0);
    expect((await read(made)).anonymisedAt).not.toBeNull();
  });

  test('is not shown from an earlier reading', async () => {
    const [seen] = await api.sql<CaseRow[]>`select id, phase, municipality_code, household_id, state->>'planId' as plan_id, null as anonymised_at, state from cases where id = ${made.id}`;
    const command: CommandOf<'reopen'> = { id: 'late', action: 'reopen', actor: { id: 'projectleider', role: 'project-leader' }, data: { to: 'visiting' } };
    await expect(reopenCase({ sql: api.sql, temporal: api.environment.client, config: { taskQueue: api.taskQueue } }, seen as CaseRow, command)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('geanonimiseerd') });
    expect(await api.sql`select phase, reserved_at from cases where id = ${made.id}`).toEqual([{ phase: 'closed', reservedAt: null }]);
  });

  test('answers an earlier command that is sent again with the same answer', async () => {
    expect(await act('projectleider', made, 'close', { because: 'paid', reason: 'Alles is betaald.' }, { 'Idempotency-Key': `close-${made.id}` })).toBe(200);
  });

  test('refuses an objection for a person who is not known any more', async () => {
    expect((await api.call('meldpunt', 'POST', '/api/v1/objections', { signalId: made.signalIds[0] })).status).toBe(409);
  });

  test('is as its history says, before and after that is kept', async () => {
    await eventually(async () => expect(await differences(made)).toEqual([]), 20_000);
    await api.environment.client.workflow.execute('archiveWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('archive') });
    expect(await differences(made)).toEqual([]);
    // What is not right shows all the same.
    await api.sql`update cases set visits = 7 where id = ${made.id}`;
    expect(await differences(made)).toMatchObject([{ table: 'cases', column: 'visits', inPostgres: 7 }]);
    const leader = { id: 'projectleider', role: 'project-leader' as const, municipalityCode: null, teamId: null, creditorId: null };
    await expect(repairCase({ sql: api.sql, temporal: api.environment.client, keys: api.keys }, leader, { caseId: made.id, reason: 'x' })).rejects.toMatchObject({ code: 'conflict' });
  }, 60_000);
});

describe('a case in dispute', () => {
  test('is kept until it is released; the reason stays with the case, and not in the log', async () => {
    const made = await closedCase();
    const key = { 'Idempotency-Key': 'hold-1' };
    expect(await act('meldpunt', made, 'hold', { reason: 'x' })).toBe(403);
    expect(await act('privacy', made, 'hold', {})).toBe(400);
    expect(await act('privacy', made, 'release', { reason: 'x' })).toBe(409);
    expect(await act('privacy', made, 'hold', { reason: 'Een procedure bij de rechter.' }, key)).toBe(200);
    expect(await act('privacy', made, 'hold', { reason: 'Een procedure bij de rechter.' }, key)).toBe(200);
    expect(await act('projectleider', made, 'hold', { reason: 'Nog een.' })).toBe(409);
    expect((await read(made)).onHoldSince).not.toBeNull();
    await expect(anonymise(made)).rejects.toMatchObject({ code: 'conflict' });
    expect(await differences(made)).toEqual([]);
    const { body } = await api.call<{ onHold: { cases: { id: string }[] } }>('beheer', 'GET', '/api/v1/retention');
    expect(body.onHold.cases.map(({ id }) => id)).toEqual([made.id]);
    const { body: elsewhere } = await api.call<{ onHold: { cases: unknown[] } }>('privacy-hengelo', 'GET', '/api/v1/retention');
    expect(elsewhere.onHold.cases).toEqual([]);
    expect(await act('projectleider', made, 'release', { reason: 'De rechter heeft beslist.' })).toBe(200);
    // The first request again changes nothing any more.
    expect(await act('privacy', made, 'hold', { reason: 'Een procedure bij de rechter.' }, key)).toBe(200);
    expect((await read(made)).onHoldSince).toBeNull();
    const { body: timeline } = await api.call<{ events: { sentence: string; note: string | null }[] }>('privacy', 'GET', `/api/v1/cases/${made.id}/timeline`);
    expect(timeline.events.slice(-2).map(({ sentence, note }) => [sentence, note])).toEqual([
      ['De zaak wordt bewaard wegens een geschil.', 'Een procedure bij de rechter.'],
      ['De zaak wordt niet langer bewaard wegens een geschil.', 'De rechter heeft beslist.'],
    ]);
    const log = await api.sql<{ action: string; text: string }[]>`select action, l::text as text from audit_log l where case_id = ${made.id} and action in ('hold-case', 'release-case') and outcome = 'done' order by id`;
    expect(log.map(({ action }) => action)).toEqual(['hold-case', 'release-case']);
    expect(log.some(({ text }) => text.includes('rechter'))).toBe(false);
    expect(await anonymise(made)).not.toBeNull();
  }, 60_000);
});

describe('a night on the engine', () => {
  test('takes what is due; its history holds counts, and everybody who may reads what it did', async () => {
    const made = await api.caseInTriage();
    expect(await act('meldpunt', made, 'no-go', { because: 'moved' })).toBe(200);
    await api.sql`update cases set closed_at = '2025-01-01T10:00:00Z' where id = ${made.id}`;
    const { client } = api.environment;
    const handle = await client.workflow.start('retentionWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('retention') });
    expect(await handle.result()).toMatchObject({ 'without-help': 1, 'with-help': 0 });
    expect(JSON.stringify(await handle.fetchHistory())).not.toContain(made.id);
    expect((await read(made)).anonymisedAt).not.toBeNull();

    for (const account of ['privacy', 'projectleider', 'beheer']) {
      const { status, body } = await api.call<{ nights: { startedBy: string; counts: Record<string, number> }[] }>(account, 'GET', '/api/v1/retention');
      expect([status, body.nights[0]]).toMatchObject([200, { startedBy: 'system', finishedAt: expect.any(String), counts: { 'without-help': 1 } }]);
      expect(JSON.stringify(body)).not.toContain('Voorbeeld');
    }
    expect((await api.call('meldpunt', 'GET', '/api/v1/retention')).status).toBe(403);

    interface Page {
      items: { caseId: string; what: string; ruleLabel: string | null; becauseLabel: string; closedOn: string | null; dueOn: string | null; counts: Record<string, number> }[];
      nextCursor: string | null;
    }
    const certificates = async (query = '', account = 'privacy') => (await api.call<Page>(account, 'GET', `/api/v1/retention/certificates${query}`)).body;
    expect((await certificates(`?case=${made.id}`)).items).toMatchObject([{ caseId: made.id, what: 'case', becauseLabel: 'bewaartermijn', ruleLabel: 'Zaak zonder hulp', closedOn: '2025-01-01', dueOn: '2026-01-02', counts: { persons: 2, signals: 2 } }]);
    const all = await certificates();
    expect(all.items.length).toBeGreaterThan(1);
    const first = await certificates('?limit=1');
    expect([...first.items, ...(await certificates(`?limit=200&cursor=${first.nextCursor ?? ''}`)).items]).toEqual(all.items);
    expect((await certificates(`?from=${today}&until=${today}`)).items.length).toBe(all.items.length);
    expect((await certificates('?until=2025-01-01')).items).toEqual([]);
    expect((await certificates('', 'privacy-hengelo')).items).toEqual([]);
    const { body: csv, headers } = await api.call<string>('privacy', 'GET', '/api/v1/retention/certificates', undefined, { Accept: 'text/csv' });
    const lines = csvRecords(csv, ';');
    expect([lines.length - 1, lines[0]?.[3], headers.get('content-disposition')]).toEqual([all.items.length, 'zaak', 'attachment; filename="certificaten.csv"']);
    expect(lines.some((cells) => cells[3] === made.id && cells.includes('Zaak zonder hulp'))).toBe(true);
  }, 60_000);
});
