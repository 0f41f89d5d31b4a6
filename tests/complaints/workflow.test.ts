import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ApplicationFailure, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Activities } from '../../activities/index.ts';
import type { ComplaintInput } from '../../src/domain/complaints/complaint.ts';
import { decreeDays } from '../../src/domain/time/calendar.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';
import type { ComplaintRecord } from '../../src/db/rows/complaint.ts';
import { closeComplaintUpdate, complaintStatus, extendComplaintUpdate, refused, withdrawComplaintUpdate, type Workflows } from '../../workflows/contract.ts';
import { eventually } from '../../testkit/eventually.ts';
import { recordHistory } from '../../testkit/engine/histories.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { expectReplays, testWorker } from '../../testkit/engine/worker.ts';

const TASK_QUEUE = 'complaints';
const complaintId = '5b0b9a0e-5f0e-4c43-9a53-0d7a4a1a9a12';
type Handle = WorkflowHandle<Workflows['complaintWorkflow']>;

/** Received on Monday 7 January 2041: six weeks later is Monday 18 February. */
describe('a complaint', () => {
  let env: TestWorkflowEnvironment;
  let stored: ComplaintRecord[];

  beforeEach(async () => {
    env = await timeSkippingEnvironment();
    stored = [];
    await until('2041-01-08T08:00:00Z');
  });
  afterEach(() => env.teardown());

  const activities = { storeComplaint: (record) => Promise.resolve(void stored.push(record)) } satisfies Partial<Activities>;
  const until = async (instant: string) => env.sleep(Math.max(0, Date.parse(instant) - (await env.currentTimeMs())));

  async function complaint(live: (handle: Handle) => Promise<void>, input: Partial<ComplaintInput> = {}): Promise<void> {
    const worker = await testWorker({ connection: env.nativeConnection, taskQueue: TASK_QUEUE, activities });
    await worker.runUntil(async () => {
      const args: [ComplaintInput] = [{ complaintId, receivedOn: '2041-01-07', recordedAt: '2041-01-08T08:00:00.000Z', rule: twentePolicy.deadlines.complaint, closedDays: [...decreeDays], ...input }];
      const handle = await env.client.workflow.start<Workflows['complaintWorkflow']>('complaintWorkflow', { taskQueue: TASK_QUEUE, workflowId: `complaint-${complaintId}`, args });
      await eventually(() => expect(stored.length).toBeGreaterThan(0));
      await live(handle);
      const history = await handle.fetchHistory();
      await recordHistory(`complaint-${expect.getState().currentTestName ?? ''}`, history);
      await expectReplays(history, handle.workflowId);
    });
  }

  const extendTo = (handle: Handle, dueOn: string, withConsent = false) => handle.executeUpdate(extendComplaintUpdate, { args: [{ id: `e-${dueOn}`, actorId: 'leader', dueOn, reasonId: complaintId, withConsent }] });
  const refusalOf = async (asking: Promise<unknown>) => {
    const error: unknown = await asking.then(() => null, (thrown: unknown) => thrown);
    return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause.type : error;
  };
  const mails = () => stored.flatMap(({ mails: sent, at }) => sent.map(({ template, to }) => `${template} ${to.kind} ${at.slice(0, 16)}`));
  const last = () => stored.at(-1);

  test('is due six weeks after its receipt; the project leader is warned, and told once of its breach, each at its own instant', async () => {
    await complaint(async (handle) => {
      expect(stored[0]).toMatchObject({ state: 'received', deadline: { kind: 'complaint', owner: 'project-leader', dueOn: '2041-02-18', dueBefore: '2041-02-18T23:00:00Z' } });
      await until('2041-02-19T08:00:00Z');
      await eventually(() => expect(mails()).toEqual(['deadline-warning project-leader 2041-02-03T23:00', 'deadline-breach project-leader 2041-02-18T23:00']));
      await handle.executeUpdate(closeComplaintUpdate, { args: [{ id: 'c', actorId: 'leader', outcome: 'founded', findingsId: complaintId }] });
      expect(last()).toMatchObject({ state: 'closed', decision: { outcome: 'founded' }, deadline: { state: 'met-late', breachedAt: '2041-02-18T23:00:00Z' } });
    });
  });

  test('is put off once by four weeks at most, and further only with consent', async () => {
    await complaint(async (handle) => {
      expect(await refusalOf(extendTo(handle, '2041-03-19'))).toBe(refused.complaint);
      expect(await extendTo(handle, '2041-03-18')).toEqual({ state: 'received', dueOn: '2041-03-18' });
      expect(await refusalOf(extendTo(handle, '2041-03-25'))).toBe(refused.complaint);
      expect(await extendTo(handle, '2041-05-01', true)).toEqual({ state: 'received', dueOn: '2041-05-01' });
      expect(last()).toMatchObject({ extension: { dueOn: '2041-05-01', withConsent: true }, deadline: { state: 'open', dueOn: '2041-05-01' } });
      await handle.executeUpdate(closeComplaintUpdate, { args: [{ id: 'c', actorId: 'leader', outcome: 'unfounded', findingsId: complaintId }] });
      expect(last()).toMatchObject({ deadline: { state: 'met' } });
    });
  });

  test('taken back, has no term any more and takes nothing', async () => {
    await complaint(async (handle) => {
      expect(await handle.executeUpdate(withdrawComplaintUpdate, { args: [{ id: 'w', actorId: 'leader' }] })).toEqual({ state: 'withdrawn', dueOn: '2041-02-18' });
      expect(last()).toMatchObject({ state: 'withdrawn', deadline: { state: 'cancelled' } });
      await eventually(async () => expect((await handle.describe()).status.name).toBe('COMPLETED'));
      expect(await handle.query(complaintStatus)).toEqual({ state: 'withdrawn', dueOn: '2041-02-18' });
    });
  });
});
