import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Worker } from '@temporalio/worker';
import { createActivities } from '../../activities/index.ts';
import { loadConfig } from '../../src/config.ts';
import type { Sql } from '../../src/db/connect.ts';
import { writeAudit } from '../../src/db/queries/audit/audit.ts';
import { systemActor } from '../../src/domain/case/commands.ts';
import { registerSchedules } from '../../src/schedules.ts';
import { keys } from '../../testkit/data/keys.ts';
import { testDatabase, type OwnerTransaction, type TestDatabase } from '../../testkit/database/database.ts';
import { devServer, devServerAddress, uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { testWorker } from '../../testkit/engine/worker.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const taskQueue = uniqueName('audit');

let database: TestDatabase;
let sql: Sql;
let environment: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  database = await testDatabase();
  sql = database.sql;
  environment = await devServer();
  env = {
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: devServerAddress(),
    TASK_QUEUE: taskQueue,
    KEYS_DATABASE_URL: database.url,
    ...keys,
  };
  const config = loadConfig(env);
  const temporal = environment.client;
  worker = await testWorker({ connection: environment.nativeConnection, taskQueue, activities: createActivities({ sql, keys: database.keys, temporal, config, mail: { dispatch: () => Promise.resolve() } }) });
  running = worker.run();
  await registerSchedules({ sql, temporal, config });
  // It would run by itself too, every five minutes of the clock, between a test's writing and its looking.
  await environment.client.schedule.getHandle(`seal-audit-${taskQueue}`).pause();
}, 120_000);
afterAll(async () => {
  for (const name of ['archive', 'retention', 'seal-audit', 'verify', 'resume-deliveries']) await environment.client.schedule.getHandle(`${name}-${taskQueue}`).delete();
  worker.shutdown();
  await running;
  await environment.teardown();
  await database.drop();
});

const write = (n: number) => Promise.all(Array.from({ length: n }, () => writeAudit(sql, systemActor, { action: 'read-signals', outcome: 'done' })));
const sealed = async () => (await sql<{ n: number }[]>`select coalesce(max(n), 0) as n from audit_seals`)[0]?.n;

/** The schedule's own action, now; until the engine has the outcome of one run more. */
async function runSchedule(): Promise<unknown> {
  const done = async () => {
    const found = [];
    for await (const run of environment.client.workflow.list({ query: `WorkflowType = 'sealAuditWorkflow' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Completed'` })) found.push(run);
    return found;
  };
  const before = (await done()).length;
  await environment.client.schedule.getHandle(`seal-audit-${taskQueue}`).trigger();
  const [newest] = await eventually(async () => {
    const now = await done();
    expect(now.length).toBeGreaterThan(before);
    return now;
  }, 50_000);
  return newest === undefined ? null : environment.client.workflow.getHandle(newest.workflowId, newest.runId).result();
}

const verify = () =>
  new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, ['--import', 'tsx', 'scripts/audit-verify.ts'], { cwd: root, env: { PATH: process.env['PATH'], ...env } }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });

async function unguarded(work: (tx: OwnerTransaction) => Promise<unknown>): Promise<void> {
  const triggers = [['audit_log', 'audit_log_only_added_to'], ['audit_log', 'audit_log_stamp'], ['audit_seals', 'audit_seals_only_added_to']] as const;
  await database.owner.begin(async (tx) => {
    for (const [table, trigger] of triggers) await tx`alter table ${tx(table)} disable trigger ${tx(trigger)}`;
    await work(tx);
    for (const [table, trigger] of triggers) await tx`alter table ${tx(table)} enable always trigger ${tx(trigger)}`;
  });
}

describe('npm run audit:verify', () => {
  test('ends with 0 while all agrees, and says what is not sealed yet', async () => {
    await write(3);
    expect(await verify()).toMatchObject({ code: 0, output: expect.stringMatching(/There is no seal yet\.\nNot sealed yet: 3 rows, since 20/) });
    expect(await runSchedule()).toMatchObject({ newest: { n: 1 }, lost: false });
    expect(await sealed()).toBe(1);
    await write(1);
    const { code, output } = await verify();
    expect([code, output]).toEqual([0, expect.stringMatching(/✓ 3 rows under 1 seal are as they were sealed\.\nThe newest seal is 1, .*: [0-9a-f]{64}\nNot sealed yet: 1 row, since 20/)]);
  }, 90_000);

  test('finds seals that were cut off at the end, by what the engine remembers; so does the next run of the schedule', async () => {
    await runSchedule();
    expect(await sealed()).toBe(2);
    await unguarded((tx) => tx`delete from audit_seals where n = 2`);
    expect(await verify()).toMatchObject({ code: 1, output: expect.stringContaining('✗ Seal 2 is gone or was replaced: the engine remembers another.') });
    expect(await runSchedule()).toMatchObject({ lost: true });
    expect(await sql`select detail->>'n' as n from audit_log where action = 'seals-lost'`).toEqual([{ n: '2' }]);
    expect((await runSchedule())).toMatchObject({ lost: false });
    expect((await verify()).code).toBe(1);
  }, 90_000);

  test('ends with 1 and says among which rows one was changed, and one taken away', async () => {
    await unguarded(async (tx) => {
      await tx`update audit_log set actor_id = 'somebody-else' where id = 2`;
      await tx`delete from audit_log where id = 4`;
    });
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toContain('✗ Seal 1: one or more of rows 1 to 3 (3 sealed, 3 found) were changed.');
    expect(output).toMatch(/✗ Seal 2: of rows 4 to \d+ \(\d sealed, \d found\), 1 or more were removed\./);
  }, 60_000);

  test('ends with 1 and says which rows wait too long for their seal, and where time runs backwards', async () => {
    await runSchedule();
    const agreed = await verify();
    expect(agreed.output).not.toMatch(/longer than fifteen minutes|recorded at/);
    await unguarded((tx) => tx`
      insert into audit_log (id, at, recorded_at, action, outcome) select max(id) + 1, now(), now() - interval '16 minutes', 'sign-in', 'done' from audit_log`);
    const { code, output } = await verify();
    expect([code, output]).toEqual([1, expect.stringMatching(/✗ Row \d+ was recorded at .*✗ Not sealed for longer than fifteen minutes: 1 row, since 20/s)]);
  }, 90_000);

  test('finds no seal genuine under another key', async () => {
    env = { ...env, AUDIT_KEY: 'another key that is 32 characters or longer' };
    expect((await verify()).output).toContain('✗ Seal 1 is not genuine');
  }, 60_000);
});
