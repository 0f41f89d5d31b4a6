import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { eventually } from '../../testkit/eventually.ts';
import { childOf, environmentOf, starter, stopped, type Starter } from './started.ts';

jest.setTimeout(120_000);

const healthAnswer = z.object({ databaseUrl: z.string().optional(), hashKey: z.string().optional(), given: z.array(z.string()) });

/** What opens something: each program is given its own only. */
const secrets = ['DATABASE_URL', 'DATABASE_OWNER_URL', 'KEYS_DATABASE_URL', 'HASH_KEY', 'AUDIT_KEY', 'MASTER_KEYS', 'OIDC_CLIENT_SECRET', 'SMTP_URL'];
const secretsIn = (names: readonly string[]): string[] => secrets.filter((name) => names.includes(name) || names.includes(`${name}_FILE`));

describe('npm start', () => {
  let npmStart: Starter;
  let env: NodeJS.ProcessEnv;
  let dataFolder: string;

  const health = async (variable: string): Promise<z.output<typeof healthAnswer>> =>
    healthAnswer.parse(await (await fetch(`http://127.0.0.1:${env[variable] ?? ''}/health`)).json());

  const withTemporal = async <Result>(work: (client: Client) => Promise<Result>): Promise<Result> => {
    const connection = await Connection.connect({ address: `127.0.0.1:${env.TEMPORAL_PORT ?? ''}` });
    return work(new Client({ connection })).finally(() => connection.close());
  };

  beforeAll(async () => {
    npmStart = await starter('tests/scripts/stubs/start.ts');
    ({ env, dataFolder } = npmStart);
  });
  afterEach(() => npmStart.stopAll());
  afterAll(() => npmStart.remove());

  test('brings everything up once, and on Ctrl-C drains it in order: API, worker, issuer, Temporal, Postgres, mail', async () => {
    const run = await npmStart.startAndWait();
    expect(run.output()).toContain('demo data put in');
    expect((await health('API_PORT')).databaseUrl).toContain(`:${env.POSTGRES_PORT ?? ''}/`);

    const second = npmStart.start();
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`This system runs already on ${dataFolder}, as process ${run.process.pid ?? 0}.`);

    expect(await npmStart.stop(run)).toBe(0);
    expect(stopped(run)).toEqual(['API', 'Worker', 'Issuer', 'Temporal', 'Postgres', 'Mail catcher']);
    expect(readFileSync(join(dataFolder, 'logs', 'worker.log'), 'utf8')).toContain('drained');
  });

  test('gives each program its own secrets, as the containers do, and other programs none', async () => {
    Object.assign(env, { AUDIT_KEY: 'a key of the audit log, for a test alone', MASTER_KEYS_FILE: join(dataFolder, 'given') });
    writeFileSync(join(dataFolder, 'given'), `given:${Buffer.alloc(32, 7).toString('base64')}`);
    const run = await npmStart.startAndWait();
    // What was given in a file is read there, and no other one is made in its place.
    expect((await health('API_PORT')).given).not.toContain('MASTER_KEYS');
    const [api, worker, issuer] = await Promise.all(['API_PORT', 'WORKER_HEALTH_PORT', 'OIDC_PORT'].map(async (port) => secretsIn((await health(port)).given)));
    expect({ api, worker, issuer }).toEqual({
      api: ['DATABASE_URL', 'KEYS_DATABASE_URL', 'HASH_KEY', 'MASTER_KEYS', 'OIDC_CLIENT_SECRET'],
      worker: ['DATABASE_URL', 'KEYS_DATABASE_URL', 'HASH_KEY', 'AUDIT_KEY', 'MASTER_KEYS', 'SMTP_URL'],
      issuer: ['OIDC_CLIENT_SECRET'],
    });
    expect(secretsIn(/given (.*)/.exec(run.output())?.[1]?.split(',') ?? secrets)).toEqual(['DATABASE_URL', 'KEYS_DATABASE_URL', 'HASH_KEY', 'MASTER_KEYS']);
    for (const mark of ['mail-catcher/main.ts', '/bin/postgres', 'server start-dev']) expect(secretsIn(await environmentOf(await childOf(run, mark)))).toEqual([]);
  });

  test('brings Temporal up beside the rest, and stops at once while one of them is still to come', async () => {
    const [slow, pid] = [join(dataFolder, 'temporal'), join(dataFolder, 'slow')];
    // Finding a program that will do begins with its version, and may end with fetching one.
    writeFileSync(slow, `#!/bin/sh\necho $$ > '${pid}'\nexec sleep 600\n`, { mode: 0o755 });
    Object.assign(env, { PATH: `${dataFolder}:${process.env.PATH ?? ''}`, TEMPORAL_CLI_PATH: '' });
    const run = npmStart.start('--no-demo');
    await eventually(() => ['Database schema up to date', 'Issuer ready', 'Mail catcher ready'].forEach((part) => expect(run.output()).toContain(`✓ ${part}`)), 60_000);
    expect(await npmStart.stop(run)).toBe(0);
    expect(stopped(run)).toEqual(['Issuer', 'Postgres', 'Mail catcher']);
    await eventually(() => expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow('ESRCH'));
  });

  test('stops the rest at once when one of those that come up together fails, and says which', async () => {
    const broken = join(dataFolder, 'broken-OIDC_PORT');
    writeFileSync(broken, '');
    const run = npmStart.start('--no-demo');
    expect(await run.exitCode).toBe(1);
    rmSync(broken);
    expect(run.output()).toMatch(/✗ Issuer did not come up \(exit code 1\)[^✗]*OIDC_PORT is broken/);
    expect(run.output()).not.toContain('API ready');
    expect(run.output().match(/✗/g)).toHaveLength(1);
    expect(existsSync(join(dataFolder, 'start.lock'))).toBe(false);
    expect(await npmStart.stop(await npmStart.startAndWait('--no-demo'))).toBe(0);
  });

  test('starts again after it was killed, with its workflows and key', async () => {
    const killed = await npmStart.startAndWait('--no-demo');
    const { hashKey } = await health('API_PORT');
    await withTemporal((client) => client.workflow.start('nobodyRunsThis', { taskQueue: 'none', workflowId: 'kept' }));
    expect(statSync(join(dataFolder, 'hash-key')).mode & 0o777).toBe(0o600);
    killed.process.kill('SIGKILL');
    await killed.exitCode;

    const run = await npmStart.startAndWait('--no-demo');
    expect(run.output()).not.toContain('demo data put in');
    expect((await health('API_PORT')).hashKey).toBe(hashKey);
    const kept = await withTemporal((client) => client.workflow.getHandle('kept').describe());
    expect(kept.status.name).toBe('RUNNING');
  });

  test('throws earlier data away with --fresh only, keys too', async () => {
    const keptMail = join(dataFolder, 'mail', 'kept.txt');
    writeFileSync(keptMail, '');
    expect(await npmStart.stop(await npmStart.startAndWait())).toBe(0);
    expect(existsSync(keptMail)).toBe(true);
    const fresh = await npmStart.startAndWait('--fresh');
    expect((await health('API_PORT')).hashKey).toBe(readFileSync(join(dataFolder, 'hash-key'), 'utf8'));
    expect(await npmStart.stop(fresh)).toBe(0);
    expect(existsSync(keptMail)).toBe(false);
  });

  test('names a taken port and the variable that moves it, and starts nothing', async () => {
    const port = Number(env.MAIL_WEB_PORT);
    const squatter = createServer().listen(port, '127.0.0.1');
    const run = npmStart.start();
    expect(await run.exitCode).toBe(1);
    squatter.close();
    expect(run.output()).toContain(`Port ${port}, meant for showing mail, is in use by another program: stop that, or set MAIL_WEB_PORT to a free port.`);
    expect(run.output()).not.toContain('Postgres ready');
  });

  test('starts no demo issuer in production, and says what to set instead', async () => {
    env.NODE_ENV = 'production';
    const run = npmStart.start();
    expect(await run.exitCode).toBe(1);
    expect(run.output()).toContain('does not run with NODE_ENV=production: set OIDC_ISSUER');
    expect(run.output()).not.toContain('Postgres ready');
  });

  test('refuses a wrong setting before it starts anything', async () => {
    env.LOG_LEVEL = 'loud';
    const run = npmStart.start();
    expect(await run.exitCode).toBe(1);
    expect(run.output()).toContain('LOG_LEVEL is "loud"');
    expect(run.output()).not.toContain('Postgres ready');
  });
});
