import { describe, expect, test } from '@jest/globals';
import { testDatabase } from '../../testkit/database/database.ts';
import { devServer, uniqueName } from '../../testkit/engine/dev-server.ts';

describe('the servers of a test run', () => {
  test('each test database stands alone and is gone after its drop', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    await one.owner`create table only_here (id int)`;
    const found = await other.sql`select 1 from pg_tables where tablename = 'only_here'`;
    expect(found).toHaveLength(0);
    await one.drop();
    const databases = await other.sql<{ datname: string }[]>`select datname from pg_database`;
    expect(databases.map(({ datname }) => datname)).not.toContain(new URL(one.url).pathname.slice(1));
    await other.drop();
  });

  test('the dev server lists workflows and keeps closed histories for ten years', async () => {
    const environment = await devServer();
    const workflowId = uniqueName('listed');
    await environment.client.workflow.start('nobodyRunsThis', { taskQueue: uniqueName('none'), workflowId });
    const { config } = await environment.connection.workflowService.describeNamespace({ namespace: 'default' });
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(3650 * 86_400);
    await environment.client.workflow.getHandle(workflowId).terminate();
    await environment.teardown();
  });
});
