import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationFailure, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../activities/index.ts';
import type { AvgDecision, AvgRequestInput } from '../../src/domain/rights/avg-request.ts';
import { decreeDays } from '../../src/domain/time/calendar.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { AvgRecord } from '../../src/db/rows/avg-request.ts';
import { avgRequestStatus, decideAvgRequest, extendAvgRequest, refused, replanAvgRequest, withdrawAvgRequest, type Workflows } from '../../workflows/contract.ts';
import { eventually } from '../../testkit/eventually.ts';
import { recordHistory } from '../../testkit/engine/histories.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { expectReplays, testWorker } from '../../testkit/engine/worker.ts';

const TASK_QUEUE = 'avg-requests';
const requestId = '5b0b9a0e-5f0e-4c43-9a53-0d7a4a1a9a11';
type Handle = WorkflowHandle<Workflows['avgRequestWorkflow']>;

/** Received on Monday 1 April 2041: due on 1 May, a Wednesday; ten working days before, without Good Friday (19 April), Easter Monday and King's Day (26th, for the 27th is no Sunday: a Saturday). */
describe('a request under the AVG', () => {
  let env: TestWorkflowEnvironment;
  let stored: AvgRecord[];
  let done: string[];
  let failures: number;

  beforeEach(async () => {
    env = await timeSkippingEnvironment();
    [stored, done, failures] = [[], [], 0];
    await until('2041-04-02T08:00:00Z');
  });
  afterEach(() => env.teardown());

  const effect = (name: string) => () => {
    if (failures > 0) {
      failures -= 1;
      return Promise.reject(new Error('not now'));
    }
    return Promise.resolve(void done.push(name));
  };
  const activities = {
    storeAvgRequest: (record) => Promise.resolve(void stored.push(record)),
    correctPerson: effect('correction'),
    stopForObjection: effect('objection'),
    erasePerson: effect('erasure'),
  } satisfies Partial<Activities>;

  const until = async (instant: string) => env.sleep(Math.max(0, Date.parse(instant) - (await env.currentTimeMs())));

  async function request(live: (handle: Handle) => Promise<void>, input: Partial<AvgRequestInput> = {}): Promise<void> {
    const worker = await testWorker({ connection: env.nativeConnection, taskQueue: TASK_QUEUE, activities });
    await worker.runUntil(async () => {
      const args: [AvgRequestInput] = [{ requestId, kind: 'inspection', receivedOn: '2041-04-01', rule: twentePolicy.deadlines['avg-request'], closedDays: [...decreeDays], ...input }];
      const handle = await env.client.workflow.start<Workflows['avgRequestWorkflow']>('avgRequestWorkflow', { taskQueue: TASK_QUEUE, workflowId: `avg-${requestId}`, args });
      await eventually(() => expect(stored.length).toBeGreaterThan(0));
      await live(handle);
      const history = await handle.fetchHistory();
      await recordHistory(`avg-request-${expect.getState().currentTestName ?? ''}`, history);
      await expectReplays(history, handle.workflowId);
    });
  }

  const decision = (granted: boolean): AvgDecision => ({ id: 'd', actorId: 'privacy', granted, ground: granted ? null : 'excessive', answerId: null });
  const decide = (handle: Handle, granted: boolean) => handle.executeUpdate(decideAvgRequest, { args: [decision(granted)] });
  const extendTo = (handle: Handle, dueOn: string, on?: string) => handle.executeUpdate(extendAvgRequest, { args: [{ id: 'e', actorId: 'privacy', dueOn, reasonId: requestId, ...(on === undefined ? {} : { on }) }] });
  const refusalOf = async (asking: Promise<unknown>) => {
    const error: unknown = await asking.then(() => null, (thrown: unknown) => thrown);
    return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause.type : error;
  };
  /** To the minute: a busy server is a moment late, and never early. */
  const mails = () => stored.flatMap(({ mails: sent, at }) => sent.map(({ template, to }) => `${template} ${to.kind} ${at.slice(0, 16)}`));
  const last = () => stored.at(-1);
  const ends = (handle: Handle) => eventually(async () => expect((await handle.describe()).status.name).toBe('COMPLETED'));

  test('is due a month after its receipt, warns the privacy officer and tells the project leader of its breach, each at its own instant', async () => {
    await request(async (handle) => {
      expect(stored[0]).toMatchObject({ state: 'received', deadline: { kind: 'avg-request', owner: 'privacy-officer', dueOn: '2041-05-01', dueBefore: '2041-05-01T22:00:00Z' } });
      await until('2041-05-02T08:00:00Z');
      await eventually(() => expect(mails()).toHaveLength(3));
      expect(mails()).toEqual([
        // Working days before 1 May: 30, 29, 26, 25, 24, 23 April, after Easter 18, 17, 16, 15.
        'deadline-warning privacy-officer 2041-04-14T22:00',
        'deadline-breach privacy-officer 2041-05-01T22:00',
        'deadline-breach project-leader 2041-05-01T22:00',
      ]);
      expect(await handle.query(avgRequestStatus)).toEqual({ state: 'received', dueOn: '2041-05-01' });
      await decide(handle, false);
      expect(last()).toMatchObject({ state: 'refused', deadline: { state: 'met-late', breachedAt: '2041-05-01T22:00:00Z' }, decision: { ground: 'excessive' } });
      await ends(handle);
    });
  });

  test('recorded long after its receipt is late from its recording on, and the day of the answer decides', async () => {
    await request(async (handle) => {
      await eventually(() => expect(mails()).toHaveLength(2));
      // Its month was over on 15 February; nobody knew of it before 2 April.
      expect(last()).toMatchObject({ deadline: { dueOn: '2041-02-15', state: 'breached', breachedAt: '2041-04-02T08:00:00.000Z' } });
      await handle.executeUpdate(decideAvgRequest, { args: [{ ...decision(false), on: '2041-02-10' }] });
      expect(last()).toMatchObject({ state: 'refused', deadline: { state: 'met', breachedAt: '2041-04-02T08:00:00.000Z' } });
      await ends(handle);
    }, { receivedOn: '2041-01-15', recordedAt: '2041-04-02T08:00:00.000Z' });
  });

  test('granted, it was answered in time by the day that is said, whenever it is carried out', async () => {
    await request(async (handle) => {
      await until('2041-05-06T08:00:00Z');
      await handle.executeUpdate(decideAvgRequest, { args: [{ ...decision(true), on: '2041-04-30' }] });
      await ends(handle);
      expect(last()).toMatchObject({ state: 'done', deadline: { state: 'met' } });
    });
  });

  test.each(['inspection', 'correction', 'objection', 'erasure'] as const)('of %s, granted, is carried out once and then done', async (kind) => {
    await request(async (handle) => {
      expect((await decide(handle, true)).state).toMatch(/granted|done/);
      await ends(handle);
      expect(done).toEqual(kind === 'inspection' ? [] : [kind]);
      expect(last()).toMatchObject({ state: 'done', deadline: { state: 'met' } });
    }, { kind });
  });

  test('that cannot be carried out goes on trying; its term goes on too, and is breached', async () => {
    failures = 8;
    await request(async (handle) => {
      await until('2041-05-01T21:59:30Z');
      await decide(handle, true);
      await until('2041-05-01T22:00:10Z');
      await eventually(() => expect(mails()).toHaveLength(3));
      expect(last()).toMatchObject({ state: 'granted', deadline: { state: 'breached' } });
      expect(done).toEqual([]);
      await until('2041-05-01T22:30:00Z');
      await ends(handle);
      expect(done).toEqual(['erasure']);
      expect(last()).toMatchObject({ state: 'done', deadline: { state: 'met-late' } });
    }, { kind: 'erasure' });
  });

  test('refused does nothing, and takes no second decision', async () => {
    await request(async (handle) => {
      await decide(handle, false);
      await ends(handle);
      expect(done).toEqual([]);
      await expect(handle.executeUpdate(decideAvgRequest, { args: [decision(true)] })).rejects.toThrow();
    }, { kind: 'erasure' });
  });

  test('is extended once, by two months at most, within the first', async () => {
    await request(async (handle) => {
      for (const dueOn of ['2041-05-01', '2041-07-02']) expect(await refusalOf(extendTo(handle, dueOn))).toBe(refused.avgRequest);
      expect(await extendTo(handle, '2041-07-01')).toEqual({ state: 'received', dueOn: '2041-07-01' });
      expect(await refusalOf(extendTo(handle, '2041-07-15'))).toBe(refused.avgRequest);
      await until('2041-05-10T08:00:00Z');
      expect(mails()).toEqual([]);
      await until('2041-07-02T08:00:00Z');
      await eventually(() => expect(mails()).toHaveLength(3));
      expect(mails().at(-1)).toBe('deadline-breach project-leader 2041-07-01T22:00');
      await decide(handle, true);
    });
  });

  test('that is late is not extended any more', async () => {
    await request(async (handle) => {
      await until('2041-05-02T08:00:00Z');
      await eventually(() => expect(mails()).toHaveLength(3));
      expect(await refusalOf(extendTo(handle, '2041-06-01'))).toBe(refused.avgRequest);
      // Told in time, and recorded later: the letter counts.
      expect(await refusalOf(extendTo(handle, '2041-06-01', '2041-05-02'))).toBe(refused.avgRequest);
      expect(await extendTo(handle, '2041-06-01', '2041-04-29')).toEqual({ state: 'received', dueOn: '2041-06-01' });
      await decide(handle, true);
    });
  });

  test('withdrawn has no term any more', async () => {
    await request(async (handle) => {
      await handle.executeUpdate(withdrawAvgRequest, { args: [{ id: 'w', actorId: 'privacy' }] });
      await ends(handle);
      await until('2041-06-01T08:00:00Z');
      expect(mails()).toEqual([]);
      expect(last()).toMatchObject({ state: 'withdrawn', deadline: { state: 'cancelled' } });
    });
  });

  test('is planned anew when a day is closed: it warns a working day earlier', async () => {
    await request(async (handle) => {
      const day = { date: '2041-04-24', name: 'Sluitingsdag' };
      await handle.executeUpdate(replanAvgRequest, { args: [{ changeId: 'c', because: { because: 'closed-day-added', ...day }, closedDays: [...decreeDays, day], rule: null }] });
      await until('2041-04-13T00:00:00Z');
      await eventually(() => expect(mails()).toEqual(['deadline-warning privacy-officer 2041-04-11T22:00']));
      await decide(handle, true);
    });
  });

  test('recorded after its term was over is late at once', async () => {
    await request(async (handle) => {
      await eventually(() => expect(mails().filter((mail) => mail.startsWith('deadline-breach'))).toHaveLength(2));
      await decide(handle, true);
      expect(last()).toMatchObject({ deadline: { state: 'met-late', dueOn: '2041-02-28' } });
    }, { receivedOn: '2041-01-31' });
  });
});
