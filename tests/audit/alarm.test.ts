import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { loadConfig } from '../../src/config.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { devServer, devServerAddress, uniqueName } from '../../testkit/engine/dev-server.ts';
import { keys } from '../../testkit/data/keys.ts';
import { testWorker } from '../../testkit/engine/worker.ts';

const taskQueue = uniqueName('alarm');
const dispatched: string[] = [];
let database: TestDatabase;
let environment: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;

beforeAll(async () => {
  database = await testDatabase();
  environment = await devServer();
  const config = loadConfig({ DATABASE_URL: database.url, KEYS_DATABASE_URL: database.url, TEMPORAL_ADDRESS: devServerAddress(), TASK_QUEUE: taskQueue, ...keys });
  const mail = { dispatch: (ids: string[]) => Promise.resolve(void dispatched.push(...ids)) };
  worker = await testWorker({ connection: environment.nativeConnection, taskQueue, activities: createActivities({ sql: database.sql, keys: database.keys, temporal: environment.client, config, mail }) });
  running = worker.run();
}, 120_000);
afterAll(async () => {
  worker.shutdown();
  await running;
  await environment.teardown();
  await database.drop();
});

const seal = () => environment.client.workflow.execute('sealAuditWorkflow', { taskQueue, workflowId: uniqueName('seal') });
const told = () => database.sql<{ recipient: { kind: string }; data: unknown }[]>`select recipient, data from outbox where template = 'audit-sealing' order by recipient->>'kind'`;
const ofToday = (trouble: string) => [{ recipient: { kind: 'administrator' }, data: { trouble } }, { recipient: { kind: 'privacy-officer' }, data: { trouble } }];

describe('the sealing of the audit log, when it goes wrong', () => {
  test('in a run without the right to read: fails, and is told to both who watch over it once a day, however many runs fail', async () => {
    await database.owner`revoke select on audit_log_ids from application`;
    const runs = await Promise.allSettled([seal(), seal()]);
    expect(runs.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await told()).toEqual(ofToday('failed'));
    expect(new Set(dispatched).size).toBe(2);
  }, 120_000);

  test('is told of no more once a run succeeds again', async () => {
    await database.owner`grant select on audit_log_ids to application`;
    await seal();
    expect(await told()).toEqual(ofToday('failed'));
  }, 60_000);
});
