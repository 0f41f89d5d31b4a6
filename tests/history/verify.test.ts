import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { run } from '../../scripts/parts/run.ts';
import { createActivities } from '../../activities/index.ts';
import type { CallingActor } from '../../src/actor.ts';
import { loadConfig } from '../../src/config.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import type { Difference } from '../../src/history/compare.ts';
import { repairCase } from '../../src/usecases/records/repair-case.ts';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { verifyCases } from '../../src/usecases/records/verify-cases.ts';
import { keys } from '../../testkit/data/keys.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertCandidate, startCandidate, type TestCase } from '../../testkit/data/cases.ts';
import { devServerAddress, uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { fromGlobalSetup } from '../../testkit/from-global-setup.ts';
import { testWorker } from '../../testkit/engine/worker.ts';

jest.setTimeout(120_000);

const leader: CallingActor = { id: 'projectleider', role: 'project-leader', municipalityCode: null, teamId: null, creditorId: null };

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

const sources = () => ({ sql: api.sql, keys: api.keys, temporal: api.environment.client, config: { taskQueue: api.taskQueue } });
const verified = (id: string) => verifyCase(sources(), id);
const act = (account: string, id: string, action: string, body: object = {}) => api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body);

/** A case with a visit made: deadlines met and running, mail, and a timeline. */
async function visitedCase(): Promise<TestCase> {
  const made = await api.caseInTriage();
  await act('meldpunt', made.id, 'go');
  const { status } = await act('medewerker-enschede', made.id, 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: localDate(new Date().toISOString()), partOfDay: 'morning' });
  expect(status).toBe(200);
  return made;
}

const where = ({ table, key, column }: Difference) => `${table} ${key} ${column}`;

/** What somebody does to a case's rows behind the workflow's back, and what must then be found: [table, key, column, stored, right]. */
const tamperings: Record<string, (id: string, made: TestCase) => { done: PromiseLike<unknown>; found: [string, string, string, unknown, unknown][] }> = {
  "a deadline's last day": (id) => ({ done: api.sql`update deadlines set due_on = '2099-01-01' where id = ${`${id}.4`}`, found: [['deadlines', `${id}.4`, 'dueOn', '2099-01-01', expect.any(String)]] }),
  "a deadline's state": (id) => ({ done: api.sql`update deadlines set state = 'met-late' where id = ${`${id}.1`}`, found: [['deadlines', `${id}.1`, 'state', 'met-late', 'met']] }),
  'a deadline that is gone': (id) => ({ done: api.sql`delete from deadlines where id = ${`${id}.2`}`, found: [['deadlines', `${id}.2`, 'row', null, expect.objectContaining({ kind: 'first-visit' })]] }),
  'a phase': (id) => ({ done: api.sql`update cases set phase = 'planning' where id = ${id}`, found: [['cases', id, 'phase', 'planning', 'visiting']] }),
  'a count of visits': (id) => ({ done: api.sql`update cases set visits = 7 where id = ${id}`, found: [['cases', id, 'visits', 7, 1]] }),
  'a count of signals and their total': (id) => ({
    done: api.sql`update cases set signal_count = 9, total_cents = 1 where id = ${id}`,
    found: [['cases', id, 'signalCount', 9, 2], ['cases', id, 'totalCents', 1, 90_000]],
  }),
  "the workflow's state": (id) => ({ done: api.sql`update cases set state = jsonb_set(state, '{cycle}', '3') where id = ${id}`, found: [['cases', id, 'state.cycle', 3, 0]] }),
  "a signal's state": (id, { signalIds: [signal = ''] }) => ({ done: api.sql`update signals set state = 'dropped', reason = 'no-match' where id = ${signal}`, found: [
    ['signals', signal, 'state', 'dropped', 'in-case'],
    ['signals', signal, 'reason', 'no-match', null],
    ['cases', id, 'signalCount', 2, 1],
    ['cases', id, 'totalCents', 90_000, 45_000],
  ] }),
  'a row of the timeline that is gone': (id) => ({ done: api.sql`delete from timeline where case_id = ${id} and type = 'go'`, found: [['timeline', '4.0', 'row', null, expect.objectContaining({ type: 'go', actorId: 'meldpunt' })]] }),
  'a row of the timeline that nobody wrote': (id) => ({
    done: api.sql`insert into timeline (case_id, key, seq, type, at, actor_id, actor_role) values (${id}, '5.9', 5, 'plan-completed', now(), 'meldpunt', 'desk')`,
    found: [['timeline', '5.9', 'row', expect.objectContaining({ type: 'plan-completed' }), null]],
  }),
  'whom the timeline names': (id) => ({ done: api.sql`update timeline set actor_id = 'medewerker-hengelo' where case_id = ${id} and type = 'go'`, found: [['timeline', '4.0', 'actorId', 'medewerker-hengelo', 'meldpunt']] }),
  'a mail that is gone': (id) => ({ done: api.sql`delete from outbox where id = ${`${id}.4.0`}`, found: [['outbox', `${id}.4.0`, 'row', null, expect.objectContaining({ template: 'go' })]] }),
  'facts that reports count': (id) => ({
    done: api.sql.begin(async (tx) => {
      await tx`update case_facts set code = 'reached', contact = 'phone' where case_id = ${id} and kind = 'attempt'`;
      await tx`delete from case_facts where case_id = ${id} and kind = 'triage'`;
      await tx`insert into case_facts (case_id, key, seq, kind, municipality_code, cycle, happened_on) values (${id}, '5.7.0', 5, 'plan', '0153', 0, '2026-01-01')`;
    }),
    found: [
      ['case_facts', '5.0.0', 'code', 'reached', 'nobody-home'],
      ['case_facts', '5.0.0', 'contact', 'phone', 'visit'],
      ['case_facts', '4.0.0', 'row', null, expect.objectContaining({ kind: 'triage', code: 'go' })],
      ['case_facts', '5.7.0', 'row', expect.objectContaining({ kind: 'plan' }), null],
    ],
  }),
  'a mail to somebody else': (id) => ({
    done: api.sql`update outbox set recipient = '{"kind": "creditor", "id": "zorgzeker"}' where id = ${`${id}.4.0`}`,
    found: [['outbox', `${id}.4.0`, 'recipient', { kind: 'creditor', id: 'zorgzeker' }, { kind: 'creditor', id: 'woongoed-twente' }]],
  }),
};

describe('what does not follow from the history', () => {
  test.each(Object.keys(tamperings))('%s is found, named with both values, and mended', async (what) => {
    const made = await visitedCase();
    expect(await verified(made.id)).toEqual({ differences: [], isInFlight: false });
    const tampering = tamperings[what]?.(made.id, made);
    await tampering?.done;

    const { differences } = await verified(made.id);
    const right = tampering?.found.map(([table, key, column, inPostgres, fromHistory]) => ({ caseId: made.id, table, key, column, inPostgres, fromHistory })) as Difference[];
    expect(differences.sort((a, b) => where(a).localeCompare(where(b)))).toEqual(right.sort((a, b) => where(a).localeCompare(where(b))));

    expect(await repairCase(sources(), leader, { caseId: made.id, reason: 'Door de zelfcontrole gevonden.' })).toHaveLength(right.length);
    expect(await verified(made.id)).toEqual({ differences: [], isInFlight: false });
    const audit = await api.sql`select actor_id, outcome, note_id is not null as has_reason, detail from audit_log where case_id = ${made.id} and action = 'repair-case'`;
    expect(audit).toEqual([{ actorId: 'projectleider', outcome: 'done', hasReason: true, detail: { differences: expect.any(Array) } }]);
    expect((audit[0]?.['detail'] as { differences: Difference[] }).differences.map(where).sort()).toEqual(right.map(where).sort());
    const { body } = await api.call<{ events: { type: string; note: string | null; actorId: string }[] }>('meldpunt', 'GET', `/api/v1/cases/${made.id}/timeline`);
    expect(body.events.find(({ type }) => type === 'repaired')).toMatchObject({ note: 'Door de zelfcontrole gevonden.', actorId: 'projectleider' });
  });

  test('a mail whose row was lost is not sent by the repair, because it may have been sent already', async () => {
    const { id } = await visitedCase();
    await api.sql`delete from outbox where id = ${`${id}.4.0`}`;
    await repairCase(sources(), leader, { caseId: id, reason: 'x' });
    const [mail] = await api.sql<{ failedAt: string; failure: string }[]>`select failed_at, failure from outbox where id = ${`${id}.4.0`}`;
    expect(mail?.failedAt).not.toBeNull();
    expect(mail?.failure).toContain('its row was lost');
  });

  test('is mended by an administrator or a project leader only', async () => {
    const { id } = await visitedCase();
    await expect(repairCase(sources(), { ...leader, role: 'caseworker' }, { caseId: id, reason: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await repairCase(sources(), { ...leader, role: 'administrator' }, { caseId: id, reason: 'x' })).toEqual([]);
    expect(await api.sql`select 1 from audit_log where case_id = ${id} and action = 'repair-case'`).toHaveLength(0);
  });
});

/** Keeps the case's row from being written, as a long transaction would. */
async function holding(id: string): Promise<{ letGo: () => Promise<unknown> }> {
  let letGo = (): void => undefined;
  const wanted = new Promise<void>((resolve) => (letGo = resolve));
  const held = await new Promise<{ done: Promise<unknown> }>((resolve, reject) => {
    const done = api.sql.begin(async (tx) => {
      await tx`select 1 from cases where id = ${id} for no key update`;
      resolve({ done });
      await wanted;
    });
    done.catch(reject);
  });
  return {
    letGo: () => {
      letGo();
      return held.done;
    },
  };
}

describe('a step that is on its way', () => {
  test('from the engine to Postgres is no difference; what was stored before it is judged', async () => {
    const { id } = await visitedCase();
    const hold = await holding(id);
    const pausing = act('projectleider', id, 'pause', { reason: 'Even wachten.' });
    try {
      // The engine writes down what it took once the storing takes long.
      await eventually(async () => expect(await verified(id)).toEqual({ differences: [], isInFlight: true }), 25_000);
      expect((await verifyCase(sources(), id, 0)).differences).toEqual([{ caseId: id, table: 'engine', key: id, column: 'seq', inPostgres: 5, fromHistory: expect.stringMatching(/^a step since 20/) }]);
      await api.sql`delete from timeline where case_id = ${id} and type = 'go'`;
      expect((await verified(id)).differences.map(where)).toEqual(['timeline 4.0 row']);
    } finally {
      await hold.letGo();
    }
    await pausing;
    await eventually(async () => expect((await verified(id)).differences.map(where)).toEqual(['timeline 4.0 row']), 20_000);
    expect(await repairCase(sources(), leader, { caseId: id, reason: 'x' })).toHaveLength(1);
    expect(await verified(id)).toEqual({ differences: [], isInFlight: false });
  });

  test('that Postgres holds and the engine does not know yet is no difference, and is not undone', async () => {
    const taskQueue = uniqueName('hanging');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const { client, nativeConnection: connection } = api.environment;
    const real = createActivities({ sql: api.sql, keys: api.keys, temporal: client, config: loadConfig({ DATABASE_URL: 'postgres://x', TASK_QUEUE: taskQueue, KEYS_DATABASE_URL: 'postgres://x', ...keys }), mail: { dispatch: () => Promise.resolve() } });
    const recordCase: typeof real.recordCase = async (records) => {
      await real.recordCase(records);
      if (records.some(({ state }) => state.seq === 2)) await released;
    };
    const worker = await testWorker({ connection, taskQueue, activities: { ...real, recordCase } });
    await worker.runUntil(async () => {
      const made = await insertCandidate(api.sql);
      const starting = startCandidate(client, taskQueue, api.sql, made);
      try {
        await eventually(async () => expect(await api.sql`select 1 from cases where id = ${made.id} and seq = 2`).toHaveLength(1));
        expect(await verified(made.id)).toEqual({ differences: [], isInFlight: true });
        await expect(repairCase(sources(), leader, { caseId: made.id, reason: 'x' })).rejects.toMatchObject({ code: 'conflict' });
      } finally {
        release();
      }
      await starting;
      await eventually(async () => expect(await verified(made.id)).toEqual({ differences: [], isInFlight: false }));
    });
  });
});

describe('every night', () => {
  const night = () => api.environment.client.workflow.execute('verifyWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('verify') });
  const told = () => api.sql<{ data: { verificationId: string } }[]>`select data from outbox where template = 'verification-failed'`;

  test('the project leader is told when something differs, and not otherwise', async () => {
    const { id } = await visitedCase();
    expect(await night()).toMatchObject({ differences: 0 });
    expect(await told()).toEqual([]);
    await api.sql`update cases set visits = 3 where id = ${id}`;
    expect(await night()).toMatchObject({ differences: 1 });
    const [mail] = await told();
    const [verification] = await api.sql`select scope, differences, findings from verifications where id = ${mail?.data.verificationId ?? ''}`;
    expect(verification).toMatchObject({ scope: 'nightly', differences: 1, findings: [{ caseId: id, table: 'cases', column: 'visits', inPostgres: 3, fromHistory: 1 }] });
    await repairCase(sources(), leader, { caseId: id, reason: 'x' });
  });

  test('cases that changed are checked, and each night another thirtieth of the rest', async () => {
    const changed = await visitedCase();
    await verifyCases(sources(), { scope: 'nightly' });
    await api.sql`update timeline set recorded_at = recorded_at - interval '1 day' where case_id <> ${changed.id}`;
    await api.sql`update cases set opened_at = opened_at - interval '1 day'`;
    const turn = Math.floor(Date.parse(localDate(new Date().toISOString())) / 86_400_000) % 30;
    const isInTurn = (id: string) => Number.parseInt(createHash('md5').update(id).digest('hex').slice(0, 7), 16) % 30 === turn;
    const ids = (await api.sql<{ id: string }[]>`select id from cases`).map(({ id }) => id);
    const expected = ids.filter((id) => id === changed.id || isInTurn(id));
    const { cases } = await verifyCases(sources(), { scope: 'nightly' });
    expect(cases).toBe(expected.length);
    expect(cases).toBeLessThan(ids.length);
  });
});

describe('the commands', () => {
  const url = new URL(fromGlobalSetup('TEST_DATABASE_URL'));
  const command = async (script: string, ...args: string[]) => {
    url.pathname = api.sql.options.database;
    const env = { PATH: process.env['PATH'], DATABASE_URL: url.href, KEYS_DATABASE_URL: url.href, ...keys, TEMPORAL_ADDRESS: devServerAddress(), TASK_QUEUE: api.taskQueue };
    return run(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...args], { env });
  };

  test('find a difference, mend it from the history, and find none', async () => {
    const { id } = await visitedCase();
    await api.sql`update deadlines set due_on = '2099-01-01' where id = ${`${id}.4`}`;
    const found = await command('verify', '--case', id, '--json');
    expect(found.code).toBe(1);
    expect((JSON.parse(found.output) as { differences: Difference[] }).differences).toMatchObject([{ caseId: id, table: 'deadlines', key: `${id}.4`, column: 'dueOn', inPostgres: '2099-01-01' }]);
    expect(await command('repair', '--case', id, '--reason', 'Gevonden.', '--by', 'nobody')).toMatchObject({ code: 1 });
    const repaired = await command('repair', '--case', id, '--reason', 'Gevonden.', '--by', 'beheer');
    expect(repaired.output).toContain('✓ Mended: 1 difference.');
    expect(repaired.code).toBe(0);
    const again = await command('verify', '--case', id);
    expect(again.output).toMatch(/^✓ 1 case: Postgres says what the histories say/);
    expect(again.code).toBe(0);
  });

  test('say what is missing, and change nothing', async () => {
    expect((await command('repair', '--case', 'x', '--by', 'beheer')).output).toContain('--case, --reason');
    expect((await command('verify', '--case', randomUUID())).output).toContain('There is no case');
  });
});

describe('between the engine and Postgres', () => {
  test('a case whose workflow is gone, and a workflow whose case is gone, are found', async () => {
    const { id } = await visitedCase();
    await api.environment.client.workflow.getHandle(`case-${id}`).terminate();
    expect((await verified(id)).differences).toEqual([{ caseId: id, table: 'engine', key: id, column: 'run', inPostgres: 'visiting', fromHistory: 'TERMINATED' }]);
    const stray = randomUUID();
    const handle = await api.environment.client.workflow.start('caseWorkflow', { workflowId: `case-${stray}`, taskQueue: api.taskQueue, args: [{ input: { caseId: stray } }] });
    await eventually(async () => expect((await verifyCases(sources(), { scope: 'nightly' })).differences).toContainEqual({ caseId: stray, table: 'engine', key: stray, column: 'case', inPostgres: null, fromHistory: 'a running workflow' }), 20_000);
    await handle.terminate();
  });
});
