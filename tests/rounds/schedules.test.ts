import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Connections } from '../../src/db/connect.ts';
import { cutOffOf, monthAt } from '../../src/domain/rounds/round.ts';
import { registerSchedules } from '../../src/schedules.ts';
import { testDatabase, type TestDatabase } from '../../testkit/database/database.ts';
import { devServer, uniqueName } from '../../testkit/engine/dev-server.ts';

describe('the cut-off', () => {
  test.each([
    ['2026-10', '2026-10-25T10:00:00.000Z'],
    ['2026-07', '2026-07-25T09:00:00.000Z'],
  ])('of %s is the 25th at 11:00 in Amsterdam, winter or summer', (month, instant) => {
    expect(cutOffOf(month)).toBe(instant);
  });

  test.each([
    ['2026-10-25T09:59:59.999Z', '2026-10'],
    ['2026-10-25T10:00:00Z', '2026-11'],
    ['2026-12-31T23:30:00Z', '2027-01'],
    ['2026-12-25T10:00:00Z', '2027-01'],
  ])('at %s deliveries are for %s', (at, month) => {
    expect(monthAt(at)).toBe(month);
  });
});

describe('the schedules', () => {
  const region = uniqueName('region');
  const config = { taskQueue: uniqueName('nobody') };
  let database: TestDatabase;
  let sql: Connections;
  let environment: TestWorkflowEnvironment;

  beforeAll(async () => {
    [database, environment] = await Promise.all([testDatabase(), devServer()]);
    sql = database.connect({ max: 2 });
    await sql`insert into regions (id, name) values (${region}, 'Proef')`;
    await registerSchedules({ sql, temporal: environment.client, config });
  });
  afterAll(async () => {
    for (const id of [`open-round-${region}`, `verify-${config.taskQueue}`, `breaches-${config.taskQueue}`, `retention-${config.taskQueue}`]) await environment.client.schedule.getHandle(id).delete();
    await sql.end();
    await Promise.all([database.drop(), environment.teardown()]);
  });

  test('open the next round at every cut-off, also over a change of the clock', async () => {
    const { spec, action, info } = await environment.client.schedule.getHandle(`open-round-${region}`).describe();
    expect(spec.timezone).toBe('Europe/Amsterdam');
    expect(action).toMatchObject({ type: 'startWorkflow', workflowType: 'openRoundWorkflow', args: [{ regionId: region }] });
    const times = info.nextActionTimes.map((time) => time.toISOString());
    expect(times.length).toBeGreaterThan(0);
    expect(times).toEqual(times.map((time) => cutOffOf(time.slice(0, 7))));
  });

  test('have the round of today opened, and its workflow with it', async () => {
    const rounds = await sql<{ id: string; month: string; byHand: boolean; state: string }[]>`select id, month, by_hand, state from rounds`;
    expect(rounds).toMatchObject([{ id: `${region}-${rounds[0]?.month ?? ''}`, byHand: false, state: 'open' }]);
    const { status, type } = await environment.client.workflow.getHandle(`round-${rounds[0]?.id ?? ''}`).describe();
    expect([status.name, type]).toEqual(['RUNNING', 'roundWorkflow']);
  });

  test.each([
    ['hold cases against their histories', 'verify', '03:30:00'],
    ['take what has reached its retention term', 'retention', '01:15:00'],
    ['find what creditors did not do as agreed', 'breaches', '04:15:00'],
  ])('%s every night, at one time in Amsterdam, also when the clock changes', async (_what, name, time) => {
    const { spec, action, info } = await environment.client.schedule.getHandle(`${name}-${config.taskQueue}`).describe();
    expect([spec.timezone, action]).toMatchObject(['Europe/Amsterdam', { type: 'startWorkflow', workflowType: `${name}Workflow`, taskQueue: config.taskQueue }]);
    const local = info.nextActionTimes.map((time) => time.toLocaleTimeString('nl', { timeZone: 'Europe/Amsterdam' }));
    expect(local.length).toBeGreaterThan(1);
    expect(new Set(local)).toEqual(new Set([time]));
  });

  test('registered again change nothing', async () => {
    await registerSchedules({ sql, temporal: environment.client, config });
    expect(await sql`select 1 from rounds`).toHaveLength(1);
  });
});
