import { decreeDays } from '../../src/domain/time/calendar.ts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationFailure, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../activities/index.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import { cutOffOf, type RoundInput, type RoundRules } from '../../src/domain/rounds/round.ts';
import type { RoundDeadlineRecord } from '../../src/usecases/rounds/store-round-deadline.ts';
import { closeRound, confirmMatch, refused, rematch, roundStatus, type Workflows } from '../../workflows/contract.ts';
import { eventually } from '../../testkit/eventually.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { expectReplays, testWorker } from '../../testkit/engine/worker.ts';

const TASK_QUEUE = 'rounds';
/** Wednesday 25 April 2040, 11:00; working days after it: Thursday 26, Monday 30 (Friday 27 is King's Day). */
const CUT_OFF = cutOffOf('2040-04');
const roundId = 'twente-2040-04';
const desk = { actorId: 'meldpunt' };

/** What the round asked of Postgres and the cases. */
interface Asked {
  closings: { closedAt: string }[];
  lists: number[];
  deadlines: RoundDeadlineRecord[];
  batches: number;
  concluded: number;
}

describe('a round', () => {
  // Time never goes back: each test takes a server of its own.
  let env: TestWorkflowEnvironment;
  let asked: Asked;
  let rules: RoundRules;
  let cases: number;
  /** Whether a signal was stored after the list was made. */
  let missing: boolean;

  beforeEach(async () => {
    env = await timeSkippingEnvironment();
    asked = { closings: [], lists: [], deadlines: [], batches: 0, concluded: 0 };
    rules = { matchResult: twentePolicy.deadlines['match-result'], confirmation: 'person', closedDays: [...decreeDays] };
    cases = 0;
    missing = false;
    await until('2040-04-20T10:00:00Z');
  });
  afterEach(() => env.teardown());

  const activities = {
    storeRoundClosing: (closing) => Promise.resolve((asked.closings.push(closing), rules)),
    makeMatchList: ({ listVersion }) => Promise.resolve(void asked.lists.push(listVersion)),
    storeRoundDeadline: (record) => Promise.resolve(void asked.deadlines.push(record)),
    startApplying: () => {
      const complete = !missing;
      missing = false;
      return Promise.resolve(complete);
    },
    applyMatchList: ({ limit }) => {
      asked.batches += 1;
      cases = Math.max(0, cases - limit);
      return Promise.resolve({ left: cases });
    },
    concludeRound: () => Promise.resolve(void (asked.concluded += 1)),
  } satisfies Partial<Activities>;

  const until = async (instant: string) => env.sleep(Math.max(0, Date.parse(instant) - (await env.currentTimeMs())));

  async function round(live: (handle: WorkflowHandle<Workflows['roundWorkflow']>) => Promise<void>, input: Partial<RoundInput> = {}): Promise<void> {
    const worker = await testWorker({ connection: env.nativeConnection, taskQueue: TASK_QUEUE, activities });
    await worker.runUntil(async () => {
      const args: [RoundInput] = [{ roundId, cutOff: CUT_OFF, byHand: false, ...input }];
      const handle = await env.client.workflow.start<Workflows['roundWorkflow']>('roundWorkflow', { taskQueue: TASK_QUEUE, workflowId: `round-${roundId}`, args });
      await live(handle);
      await expectReplays(await handle.fetchHistory(), handle.workflowId);
    });
  }

  const isIn = (handle: WorkflowHandle<Workflows['roundWorkflow']>, state: string) => eventually(async () => expect((await handle.query(roundStatus)).state).toBe(state));
  const refusalOf = async (asking: Promise<unknown>) => {
    const error: unknown = await asking.then(() => null, (thrown: unknown) => thrown);
    return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause.type : error;
  };
  const mails = () => asked.deadlines.flatMap(({ mails: sent, at }) => sent.map(({ template, to }) => ({ template, to: to.kind, at })));
  const confirm = (handle: WorkflowHandle<Workflows['roundWorkflow']>, listVersion: number) => handle.executeUpdate(confirmMatch, { args: [{ listVersion, ...desk }] });

  test('is open until its cut-off, closes at that instant and proposes a list', async () => {
    await round(async (handle) => {
      await until('2040-04-25T08:59:59.000Z');
      expect(await handle.query(roundStatus)).toEqual({ state: 'open', listVersion: 0 });
      await until(CUT_OFF);
      await isIn(handle, 'proposed');
      expect(asked.lists).toEqual([1]);
      expect(Date.parse(asked.closings[0]?.closedAt ?? '') - Date.parse(CUT_OFF)).toBeLessThan(60_000);
      expect(Date.parse(asked.closings[0]?.closedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(CUT_OFF));
    });
  });

  test('opened by hand closes when somebody closes it, and its term runs from there', async () => {
    await round(async (handle) => {
      await until('2040-05-08T07:00:00Z');
      expect(await handle.query(roundStatus)).toEqual({ state: 'open', listVersion: 0 });
      expect(await handle.executeUpdate(closeRound, { args: [desk] })).toEqual({ state: 'proposed', listVersion: 1 });
      expect(asked.closings[0]?.closedAt).toMatch(/^2040-05-08T07:00/);
      // Ascension is on Thursday the 10th.
      expect(asked.deadlines[0]?.deadline).toMatchObject({ dueOn: '2040-05-11', owner: 'desk' });
    }, { byHand: true });
  });

  test('can be closed early, once', async () => {
    await round(async (handle) => {
      await handle.executeUpdate(closeRound, { args: [desk] });
      expect(await refusalOf(handle.executeUpdate(closeRound, { args: [desk] }))).toBe(refused.round);
      await until(CUT_OFF);
      expect(asked.closings).toHaveLength(1);
    });
  });

  test('warns the desk and tells of the breach at the exact instants, and is met late', async () => {
    await round(async (handle) => {
      await until('2040-04-25T22:00:00Z');
      await eventually(() => expect(mails()).toHaveLength(1));
      await until('2040-04-30T22:00:00Z');
      await eventually(() => expect(mails()).toHaveLength(3));
      const at = (instant: string) => expect.stringContaining(instant) as unknown;
      // Two working days after 25 April end with 30 April: King's Day and a weekend lie between.
      expect(mails()).toEqual([
        { template: 'deadline-warning', to: 'desk', at: at('2040-04-25T22:00:00') },
        { template: 'deadline-breach', to: 'desk', at: at('2040-04-30T22:00:00') },
        { template: 'deadline-breach', to: 'project-leader', at: at('2040-04-30T22:00:00') },
      ]);
      await confirm(handle, 1);
      expect(asked.deadlines.at(-1)?.deadline).toMatchObject({ state: 'met-late', breachedAt: '2040-04-30T22:00:00Z' });
    });
  });

  test('confirmed in time neither warns nor breaches afterwards', async () => {
    await round(async (handle) => {
      await until(CUT_OFF);
      await isIn(handle, 'proposed');
      expect(await confirm(handle, 1)).toEqual({ state: 'confirmed', listVersion: 1 });
      await until('2040-05-10T00:00:00Z');
      expect(mails()).toEqual([]);
      expect(asked.deadlines.at(-1)?.deadline).toMatchObject({ state: 'met' });
      expect(asked.concluded).toBe(1);
    });
  });

  test('refuses a list that is not the last, and a confirmation before there is one', async () => {
    await round(async (handle) => {
      expect(await refusalOf(confirm(handle, 1))).toBe(refused.round);
      await until(CUT_OFF);
      await isIn(handle, 'proposed');
      await handle.signal(rematch);
      await eventually(() => expect(asked.lists).toEqual([1, 2]));
      await isIn(handle, 'proposed');
      expect(await refusalOf(confirm(handle, 1))).toBe(refused.listChanged);
      expect(asked.concluded).toBe(0);
      expect(await confirm(handle, 2)).toEqual({ state: 'confirmed', listVersion: 2 });
    });
  });

  test('makes the list anew when a signal was stored while it was being confirmed', async () => {
    await round(async (handle) => {
      await until(CUT_OFF);
      await isIn(handle, 'proposed');
      missing = true;
      expect(await refusalOf(confirm(handle, 1))).toBe(refused.listChanged);
      await isIn(handle, 'proposed');
      expect(asked.lists).toEqual([1, 2]);
      expect(asked.concluded).toBe(0);
      await confirm(handle, 2);
      expect(asked.concluded).toBe(1);
    });
  });

  test('is confirmed by itself where the policy says so', async () => {
    rules = { ...rules, confirmation: 'automatic' };
    await round(async (handle) => {
      await until(CUT_OFF);
      await eventually(async () => expect((await handle.describe()).status.name).toBe('COMPLETED'));
      expect(asked.concluded).toBe(1);
    });
  });

  test('of 5,000 cases leaves fewer than 200 events in its history', async () => {
    cases = 5_000;
    await round(async (handle) => {
      await until(CUT_OFF);
      await isIn(handle, 'proposed');
      await confirm(handle, 1);
      expect(asked.batches).toBe(20);
      const { events } = await handle.fetchHistory();
      expect(events?.length).toBeLessThan(200);
    });
  });
});
