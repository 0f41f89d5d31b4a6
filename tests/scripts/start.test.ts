import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { freePort } from '../../scripts/parts/ports.ts';
import { eventually } from '../support/eventually.ts';

jest.setTimeout(120_000);

const healthAnswer = z.object({ pid: z.number(), databaseUrl: z.string(), hashKey: z.string() });

interface Run {
  readonly process: ChildProcess;
  output(): string;
  readonly exitCode: Promise<number | null>;
}

describe('npm start', () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'start-'));
  // Open to Postgres' own account, which would get a folder elsewhere otherwise.
  chmodSync(dataFolder, 0o755);
  const runs: Run[] = [];
  let env: NodeJS.ProcessEnv;

  const start = (...args: string[]): Run => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'tests/scripts/stubs/start.ts', ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exitCode = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const run = { process: child, output: () => output, exitCode };
    runs.push(run);
    return run;
  };
  const startAndWait = async (...args: string[]): Promise<Run> => {
    const run = start(...args);
    await eventually(() => expect(run.output()).toContain('The system is up'), 60_000);
    return run;
  };
  const stop = (run: Run): Promise<number | null> => {
    run.process.kill('SIGINT');
    return run.exitCode;
  };
  const health = async (variable: string): Promise<z.output<typeof healthAnswer>> =>
    healthAnswer.parse(await (await fetch(`http://127.0.0.1:${env[variable] ?? ''}/health`)).json());

  const withTemporal = async <Result>(work: (client: Client) => Promise<Result>): Promise<Result> => {
    const connection = await Connection.connect({ address: `127.0.0.1:${env.TEMPORAL_PORT ?? ''}` });
    return work(new Client({ connection })).finally(() => connection.close());
  };

  beforeAll(async () => {
    env = { ...process.env, DATA_FOLDER: dataFolder, NODE_OPTIONS: '' };
    for (const part of ['API', 'WORKER_HEALTH', 'OIDC', 'POSTGRES', 'TEMPORAL', 'TEMPORAL_UI', 'MAIL_SMTP', 'MAIL_WEB']) {
      env[`${part}_PORT`] = String(await freePort());
    }
  });
  // A guarantee that fails must not take the next one with it.
  afterEach(async () => {
    for (const run of runs.splice(0)) {
      if (run.process.exitCode === null && run.process.signalCode === null) await stop(run);
    }
  });
  afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

  test('brings everything up once, and on Ctrl-C drains it in order: API, worker, issuer, Temporal, Postgres, mail', async () => {
    const run = await startAndWait();
    expect(run.output()).toContain('demo data put in');
    expect((await health('API_PORT')).databaseUrl).toContain(`:${env.POSTGRES_PORT ?? ''}/`);

    const second = start();
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`This system runs already on ${dataFolder}, as process ${run.process.pid ?? 0}.`);

    expect(await stop(run)).toBe(0);
    const stopped = [...run.output().matchAll(/✓ (.+) stopped/g)].map(([, part]) => part);
    expect(stopped).toEqual(['API', 'Worker', 'Issuer', 'Temporal', 'Postgres', 'Mail catcher']);
    expect(readFileSync(join(dataFolder, 'logs', 'worker.log'), 'utf8')).toContain('drained');
  });

  test('starts again after it was killed, with its workflows and key; and stops all with code 1 when the worker dies', async () => {
    const killed = await startAndWait('--no-demo');
    const { hashKey } = await health('API_PORT');
    await withTemporal((client) => client.workflow.start('nobodyRunsThis', { taskQueue: 'none', workflowId: 'kept' }));
    expect(statSync(join(dataFolder, 'hash-key')).mode & 0o777).toBe(0o600);
    killed.process.kill('SIGKILL');
    await killed.exitCode;

    const run = await startAndWait('--no-demo');
    expect(run.output()).not.toContain('demo data put in');
    expect((await health('API_PORT')).hashKey).toBe(hashKey);
    const kept = await withTemporal((client) => client.workflow.getHandle('kept').describe());
    expect(kept.status.name).toBe('RUNNING');
    process.kill((await health('WORKER_HEALTH_PORT')).pid, 'SIGKILL');
    expect(await run.exitCode).toBe(1);
    expect(run.output()).toContain(`Worker ended by itself (signal SIGKILL). Its log is ${join(dataFolder, 'logs', 'worker.log')}.`);
    expect(run.output()).toContain('✓ Postgres stopped');
  });

  test('throws earlier data away with --fresh only, keys too', async () => {
    const keptMail = join(dataFolder, 'mail', 'kept.txt');
    writeFileSync(keptMail, '');
    expect(await stop(await startAndWait())).toBe(0);
    expect(existsSync(keptMail)).toBe(true);
    const fresh = await startAndWait('--fresh');
    expect((await health('API_PORT')).hashKey).toBe(readFileSync(join(dataFolder, 'hash-key'), 'utf8'));
    expect(await stop(fresh)).toBe(0);
    expect(existsSync(keptMail)).toBe(false);
  });

  test('names a taken port and the variable that moves it, and starts nothing', async () => {
    const port = Number(env.MAIL_WEB_PORT);
    const squatter = createServer().listen(port, '127.0.0.1');
    const run = start();
    expect(await run.exitCode).toBe(1);
    squatter.close();
    expect(run.output()).toContain(`Port ${port}, meant for showing mail, is in use by another program: stop that, or set MAIL_WEB_PORT to a free port.`);
    expect(run.output()).not.toContain('Postgres ready');
  });

  test('starts no issuer at which anybody is anybody in production, and says what to set instead', async () => {
    env.NODE_ENV = 'production';
    const run = start();
    expect(await run.exitCode).toBe(1);
    env.NODE_ENV = process.env.NODE_ENV;
    expect(run.output()).toContain('does not run with NODE_ENV=production: set OIDC_ISSUER');
    expect(run.output()).not.toContain('Postgres ready');
  });

  test('refuses a wrong setting before it starts anything', async () => {
    env.LOG_LEVEL = 'loud';
    const run = start();
    expect(await run.exitCode).toBe(1);
    delete env.LOG_LEVEL;
    expect(run.output()).toContain('LOG_LEVEL is "loud"');
    expect(run.output()).not.toContain('Postgres ready');
  });
});
