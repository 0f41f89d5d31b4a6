import { randomBytes } from 'node:crypto';
import { eventually } from '../../testkit/eventually.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { startChild } from '../../scripts/parts/child.ts';
import { poll } from '../../scripts/parts/poll.ts';
import { freePort } from '../../scripts/parts/ports.ts';
import { run } from '../../scripts/parts/run.ts';
import type { RunResult } from '../../scripts/parts/run.ts';
import { connect } from '../../src/db/connect.ts';
import type { Connections } from '../../src/db/connect.ts';
import { devServerAddress } from '../../testkit/engine/dev-server.ts';
import { fromGlobalSetup } from '../../testkit/from-global-setup.ts';
import { readCompose, secrets, serviceOf } from './compose-file.ts';
import { lastStage, layOutImage, removeImage } from './image.ts';

jest.setTimeout(120_000);

const compose = readCompose();
/** Those that need no region. */
const ofTheSystem = ['archive', 'breaches', 'daily-overviews', 'resume-deliveries', 'retention', 'seal-audit', 'verify'].map((name) => `${name}-vroegsignalering`);
const suffix = `_${randomBytes(4).toString('hex')}`;

/** Other suites share the server: every name in the SQL gets an ending of its own. */
const renamed = (text: string): string => text.replaceAll(/\b(vroegsignalering_keys|vroegsignalering|application|temporal_visibility|temporal)\b/g, `$1${suffix}`);

describe('the commands of docker-compose.yml, on what the image holds', () => {
  const logs = mkdtempSync(join(tmpdir(), 'compose-'));
  const ports = new Map<string, string>();
  let image: string;
  let admin: Connections;
  let connection: Connection;

  beforeAll(async () => {
    image = layOutImage();
    for (const build of lastStage().filter((instruction) => instruction.getKeyword() === 'RUN')) {
      expect(await run('/bin/sh', ['-c', build.getArgumentsContent() ?? ''], { cwd: image, env: { PATH: process.env.PATH, WORKFLOW_BUNDLE: join(image, 'workflows.json') } })).toMatchObject({ code: 0 });
    }
    for (const port of ['3000', '3001']) ports.set(port, String(await freePort()));
    admin = connect(fromGlobalSetup('TEST_DATABASE_URL'), { max: 1 });
    for (const statement of renamed(compose.configs.databases?.content ?? '').split(';\n')) await admin.unsafe(statement);
    connection = await Connection.connect({ address: devServerAddress() });
  });
  afterAll(async () => {
    for (const name of ['vroegsignalering', 'vroegsignalering_keys', 'temporal', 'temporal_visibility']) await admin.unsafe(`drop database if exists ${name}${suffix} with (force)`);
    for (const name of ['vroegsignalering', 'application', 'temporal']) await admin.unsafe(`drop role if exists ${name}${suffix}`);
    await Promise.all([admin.end(), connection.close()]);
    rmSync(logs, { recursive: true, force: true });
    removeImage(image);
  });

  const here = (url: string): string => {
    const [server, meant] = [new URL(fromGlobalSetup('TEST_DATABASE_URL')), new URL(renamed(url))];
    // The setter of a URL whose protocol it does not know takes no host with a port.
    meant.hostname = server.hostname;
    meant.port = server.port;
    return meant.href;
  };
  const withFreePorts = (text: string): string => text.replaceAll(/\b300[01]\b/g, (port) => ports.get(port) ?? port);

  /** What Compose gives the service, with the hosts and ports of this test. */
  const environmentOf = (name: string): NodeJS.ProcessEnv => {
    const { environment } = serviceOf(compose, name);
    const moved = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, withFreePorts(value)]));
    return { PATH: process.env.PATH, NODE_ENV: 'production', WORKFLOW_BUNDLE: join(image, 'workflows.json'), ...moved, DATABASE_URL: here(environment.DATABASE_URL ?? ''), KEYS_DATABASE_URL: here(environment.KEYS_DATABASE_URL ?? ''), ...(environment.DATABASE_OWNER_URL === undefined ? {} : { DATABASE_OWNER_URL: here(environment.DATABASE_OWNER_URL) }), TEMPORAL_ADDRESS: devServerAddress() };
  };
  const setUp = (): Promise<RunResult> => {
    const [program = '', ...args] = serviceOf(compose, 'setup').command;
    return run(program, args, { cwd: image, env: environmentOf('setup') });
  };
  const engine = async () => {
    const namespace = serviceOf(compose, 'setup').environment.TEMPORAL_NAMESPACE ?? '';
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const client = new Client({ connection, namespace });
    const schedules: string[] = [];
    for await (const { scheduleId } of client.schedule.list()) schedules.push(scheduleId);
    schedules.sort();
    return { retentionDays: Number(config?.workflowExecutionRetentionTtl?.seconds) / 86_400, customAttributes, schedules };
  };

  test('the engine is of the release that the tests run on, and so is its schema', async () => {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    expect(serverVersion).toMatch(/^\d+\.\d+\.\d+$/);
    for (const name of ['temporal', 'temporal-schema']) expect(serviceOf(compose, name).image.split(':')[1]).toBe(serverVersion);
  });

  test('the accounts of the engine and of our programs cannot open each other’s databases', async () => {
    const url = new URL(here(`postgres://temporal:${secrets.TEMPORAL_DATABASE_PASSWORD}@postgres/temporal_visibility`));
    // Temporal's visibility schema asks for this one.
    const theirs = connect(url.href, { max: 1 });
    await theirs`create extension btree_gin`;
    await theirs.end();
    url.pathname = `vroegsignalering${suffix}`;
    const intruder = connect(url.href, { max: 1 });
    await expect(intruder`select 1`.catch((error: unknown) => String(error))).resolves.toContain('permission denied for database');
    await intruder.end();
  });

  test('setup makes an empty Postgres and a new namespace ready, and finds nothing to do the second time', async () => {
    for (const attempt of ['first', 'second']) expect({ attempt, ...(await setUp()) }).toMatchObject({ attempt, code: 0 });
    await eventually(async () => expect(await engine()).toMatchObject({ retentionDays: 3650, customAttributes: { Gemeentecode: 2, Ronde: 2 }, schedules: ofTheSystem }));
    const ours = connect(environmentOf('setup').DATABASE_OWNER_URL ?? '', { max: 1 });
    expect(await ours`select count(*) > 0 as "isMigrated" from migrations`).toEqual([{ isMigrated: true }]);
    await ours`insert into regions (id, name) values ('twente', 'Twente')`;
    await ours.end();

    expect(await setUp()).toMatchObject({ code: 0 });
    await eventually(async () => expect((await engine()).schedules).toEqual([...ofTheSystem, 'open-round-twente'].sort()));
  });

  test.each(['api', 'worker'])('%s starts, passes its health check, and stops within its grace period with exit code 0', async (name) => {
    const { command, healthcheck, stop_grace_period: grace } = serviceOf(compose, name);
    const [program = '', ...args] = command;
    const [, checker = '', ...checkArgs] = healthcheck?.test ?? [];
    const [logFile, env] = [join(logs, name), environmentOf(name)];
    const isHealthy = async (): Promise<boolean> => (await run(checker, checkArgs.map(withFreePorts), { cwd: image, env })).code === 0;
    expect(await isHealthy()).toBe(false);

    const child = startChild({ program, args, cwd: image, env, logFile, stopSignal: 'SIGTERM' });
    const healthy = await poll(60_000, 300, async () => !child.isRunning() || (await isHealthy()));
    const state = { healthy: healthy && child.isRunning(), log: readFileSync(logFile, 'utf8') };
    await child.stop(Number.parseInt(grace) * 1_000);
    expect(state).toMatchObject({ healthy: true });
    expect({ ended: await child.ended, log: readFileSync(logFile, 'utf8') }).toMatchObject({ ended: 'exit code 0' });
  });
});
