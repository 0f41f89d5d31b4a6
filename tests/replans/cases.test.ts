import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { decreeDays } from '../../src/domain/time/calendar.ts';
import { startingCalendar } from '../../src/db/queries/planning/policies.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { caseStart } from '../../src/engine/case-start.ts';
import { resumeChanges } from '../../src/usecases/planning/tell-change.ts';
import { addSignal } from '../../workflows/contract.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { enschede, insertCandidate, match, roundId, startCandidate } from '../../testkit/data/cases.ts';
import { eventually } from '../../testkit/eventually.ts';
import { caseBegun, changing, reading, today, workingDay } from './support.ts';
import { monthOf } from '../../testkit/data/months.ts';

let api: TestApi;
let change: ReturnType<typeof changing>;
let read: ReturnType<typeof reading>;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  [change, read] = [changing(api), reading(api)];
}, 120_000);
afterAll(() => api.stop());

/** As the schedule does every few minutes. */
const sweep = () => resumeChanges({ sql: api.sql, temporal: api.environment.client, config: { taskQueue: api.taskQueue } });
/** How often a case was told of each change. */
const toldOf = async (caseId: string) =>
  new Map((await api.sql<{ id: string; times: number }[]>`select data->>'changeId' as id, count(*) as times from timeline where case_id = ${caseId} and type = 'replanned' group by 1`).map(({ id, times }) => [id, times]));

async function agreesEverywhere(caseId: string): Promise<void> {
  for (const { id } of await read.deadlines(caseId)) expect((await read.derived(id)).agrees).toBe(true);
}

describe('who must hear of a change', () => {
  test('a candidate that was started with the closed days of before follows, and once', async () => {
    const slow = await insertCandidate(api.sql);
    const proposed = await change.closed(workingDay(2));
    await change.carriedOut(proposed);
    // Whoever started it had read the calendar before.
    await startCandidate(api.environment.client, api.taskQueue, api.sql, slow);
    expect(await toldOf(slow.id)).toEqual(new Map());
    await sweep();
    await sweep();
    expect(await toldOf(slow.id)).toEqual(new Map([[proposed.id, 1]]));
    // Nothing ran yet that could move, so there is nothing to read of it.
    expect(await read.replans(slow.id)).toEqual([]);
    await match(api.environment.client, api.sql, slow);
    expect((await read.deadline(slow.id, 'triage')).dueOn).toBe(workingDay(6));
    await agreesEverywhere(slow.id);
  });

  test('a case that began with it is not told', async () => {
    const made = await insertCandidate(api.sql);
    const calendar = await startingCalendar(api.sql);
    expect(calendar.closedDays.map(({ date }) => date)).toContain(workingDay(2));
    const startWorkflowOperation = caseStart(api.taskQueue, { caseId: made.id, municipalityCode: enschede, roundId, policy: twentePolicy, calendar });
    await api.environment.client.workflow.executeUpdateWithStart(addSignal, {
      args: [{ signalId: made.signalIds[0] ?? '', creditorId: 'woongoed-twente', roundId, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: new Date().toISOString() }],
      startWorkflowOperation,
    });
    await sweep();
    expect(await toldOf(made.id)).toEqual(new Map());
    await match(api.environment.client, api.sql, made);
    expect((await read.deadline(made.id, 'triage')).dueOn).toBe(workingDay(6));
    await agreesEverywhere(made.id);
  });

  test('one that closed is passed over, and follows all that it missed when it is opened again', async () => {
    const made = await caseBegun(api, { on: today });
    await api.call('meldpunt', 'POST', `/api/v1/cases/${made.id}/no-go`, { because: 'known' });
    const first = await change.closed(workingDay(3));
    await change.carriedOut(first);
    const second = await change.closed(workingDay(4));
    await change.carriedOut(second);
    expect(await toldOf(made.id)).toEqual(new Map());
    const reopened = await api.call('projectleider', 'POST', `/api/v1/cases/${made.id}/reopen`, { to: 'triage', reason: 'Toch niet bekend.' });
    expect(reopened.status).toBe(200);
    const told = await toldOf(made.id);
    expect([told.get(first.id), told.get(second.id)]).toEqual([1, 1]);
    const triage = (await read.deadlines(made.id)).find(({ kind, state }) => kind === 'triage' && state === 'open');
    // Closed: the second, third and fourth working day from now.
    expect(triage?.dueOn).toBe(workingDay(8));
    await agreesEverywhere(made.id);
  });

  test('of a confirmation whose process died before anybody was told, every case hears after all', async () => {
    const made = await caseBegun(api, { on: today });
    const proposed = await change.closed(workingDay(5));
    await api.stopWorker();
    expect(await change.confirm(proposed)).toMatchObject({ state: 'telling', told: 0 });
    await api.environment.client.workflow.getHandle(`replan-${proposed.id}`).terminate('as if it had never been started');
    await api.startWorker();
    await sweep();
    await eventually(async () => expect(await change.read(proposed)).toMatchObject({ state: 'done' }), 20_000);
    expect((await toldOf(made.id)).get(proposed.id)).toBe(1);
    await agreesEverywhere(made.id);
  });
});

describe('a new version of a policy', () => {
  const shorter = { deadlines: { triage: { term: { unit: 'workingDays', amount: 1 } } } };

  test('leaves running cases the version they run under, and is there for what begins', async () => {
    const made = await caseBegun(api, { on: workingDay(-1) });
    const before = await read.deadlines(made.id);
    const proposed = await change.policy({ municipality: enschede, version: 'enschede-1', changes: shorter });
    expect(proposed).toMatchObject({ runningCases: 'keep', preview: { deadlines: 0, sentence: 'Er verandert geen lopende termijn.' } });
    expect(proposed.sentence).toMatch(/^Beleidsversie enschede-1 geldt vanaf .* voor Enschede; lopende zaken houden hun versie\.$/);
    expect(await change.carriedOut(proposed)).toMatchObject({ told: 0, total: 0 });
    expect(await read.deadlines(made.id)).toEqual(before);
    const { body } = await api.call<{ items: { version: string; inForce: boolean; municipalityCode: string | null }[] }>('meldpunt', 'GET', '/api/v1/policies');
    expect(body.items.filter(({ inForce }) => inForce).map(({ version, municipalityCode }) => [version, municipalityCode])).toEqual(expect.arrayContaining([['enschede-1', enschede], ['twente-1', null]]));
  });

  test('moves running cases of its municipalities on purpose: what is late by it is late now, once', async () => {
    const hengelo = '0164';
    const [theirs, others] = [await caseBegun(api, { on: workingDay(-3), municipality: hengelo }), await caseBegun(api, { on: workingDay(-3) })];
    const proposed = await change.policy({ municipality: hengelo, version: 'hengelo-1', runningCases: 'move', changes: shorter });
    expect(proposed.preview).toMatchObject({ cases: 1, effects: { late: 1 } });
    await change.carriedOut(proposed);
    const triage = await read.deadline(theirs.id, 'triage');
    expect(triage).toMatchObject({ state: 'breached', moot: false, dueOn: workingDay(-2) });
    expect((await read.derived(triage.id))).toMatchObject({ agrees: true, policyVersion: 'hengelo-1', breach: { moot: false } });
    expect((await read.replans(theirs.id)).map(({ sentence }) => sentence)).toEqual(expect.arrayContaining([expect.stringMatching(/^Herpland, door beleidsversie hengelo-1: 1 termijn is veranderd \(1 te laat\)\.$/)]));
    expect((await api.call<{ policyVersion: string }>('meldpunt', 'GET', `/api/v1/cases/${theirs.id}`)).body.policyVersion).toBe('hengelo-1');
    expect((await read.deadline(others.id, 'triage')).state).toBe('open');
    expect((await toldOf(others.id)).has(proposed.id)).toBe(false);
    expect(await api.sql`select 1 from timeline where case_id = ${theirs.id} and type = 'deadline-breached'`).toHaveLength(1);
  });

  test('is refused when it rewrites the past, moves cases to what does not hold yet, changes nothing or is there already', async () => {
    const refused = async (body: object) => {
      const answer = await api.call('projectleider', 'POST', '/api/v1/policies', { version: 'twente-x', validFrom: today, reason: 'Zo besloten.', changes: shorter, ...body });
      return [answer.status, answer.body.errors?.map(({ field }) => field)];
    };
    expect(await refused({ validFrom: workingDay(-1) })).toEqual([400, ['validFrom']]);
    expect(await refused({ validFrom: workingDay(1), runningCases: 'move' })).toEqual([400, ['validFrom']]);
    expect(await refused({ changes: {} })).toEqual([400, ['changes']]);
    expect(await refused({ changes: { deadlines: { triage: { term: { unit: 'workingDays', amount: 9_999 } } } } })).toEqual([400, ['changes.deadlines.triage.term']]);
    expect(await refused({ changes: { deadlines: { triage: { term: { unit: 'workingDays', amount: 0 } } } } })).toEqual([400, ['changes.deadlines.triage.term']]);
    expect(await refused({ municipality: '9999' })).toEqual([400, ['municipality']]);
    expect(await refused({ version: 'twente-1' })).toEqual([409, undefined]);
    expect(await refused({ version: randomUUID().slice(0, 8), municipality: enschede })).toEqual([409, undefined]);
  });
});

describe('a round that waits for its match result', () => {
  const MONTH = monthOf('replans/cases');

  test('follows too, and derives its date', async () => {
    await api.call('meldpunt', 'POST', '/api/v1/rounds', { month: MONTH, byHand: true });
    await api.call('meldpunt', 'POST', `/api/v1/rounds/${MONTH}/close`);
    const deadline = () =>
      eventually(async () => {
        const found = (await api.call<{ deadline: { id: string; dueOn: string } | null }>('meldpunt', 'GET', `/api/v1/rounds/${MONTH}`)).body.deadline;
        if (found === null) throw new Error('no deadline yet');
        return found;
      });
    const before = await deadline();
    const closedBefore = (await startingCalendar(api.sql)).closedDays.length - decreeDays.length;
    expect(closedBefore).toBeGreaterThan(0);
    const proposed = await change.closed(workingDay(1));
    const [move] = (await change.moves(proposed, '?kind=match-result')).items;
    expect(move).toMatchObject({ roundId: `twente-${MONTH}`, caseId: null, from: before.dueOn, effect: 'later' });
    await change.carriedOut(proposed);
    const after = await deadline();
    expect([after.dueOn, after.dueOn > before.dueOn]).toEqual([move?.to, true]);
    const derived = await read.derived(after.id);
    expect(derived).toMatchObject({ agrees: true, dueOn: move?.to });
    expect(derived.steps.find(({ kind }) => kind === 're-planned')).toMatchObject({ actor: { id: 'beheer' }, reason: 'Zo afgesproken in het overleg.' });
  });
});
