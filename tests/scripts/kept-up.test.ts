import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../../testkit/eventually.ts';
import { childOf, starter, type Run, type Starter } from './started.ts';

jest.setTimeout(180_000);

const part: Readonly<Record<string, string>> = {
  'Mail catcher': 'mail-catcher/main.ts',
  Postgres: '/bin/postgres',
  Temporal: 'server start-dev',
  Issuer: 'server.ts OIDC_PORT',
  API: 'server.ts API_PORT',
  Worker: 'server.ts WORKER_HEALTH_PORT',
};

describe('a part of npm start that ends by itself', () => {
  let npmStart: Starter;
  let run: Run;

  beforeAll(async () => {
    npmStart = await starter('tests/scripts/stubs/start.ts');
  });
  beforeEach(async () => {
    run = await npmStart.startAndWait('--no-demo');
  });
  afterEach(() => npmStart.stopAll());
  afterAll(() => npmStart.remove());

  test('is started again, whichever it is, with a line that says so', async () => {
    for (const [name, mark] of Object.entries(part)) {
      const pid = await childOf(run, mark);
      process.kill(pid, 'SIGKILL');
      await eventually(() => expect(run.output()).toMatch(new RegExp(`✗ ${name} ended by itself \\(signal SIGKILL\\)\\. Its log is .+\\.log\\.\\n  Starting it again …\\n(.+\\n)*✓ ${name} up again \\(`)), 60_000);
      expect(await childOf(run, mark)).not.toBe(pid);
    }
    expect(await npmStart.stop(run)).toBe(0);
    expect(run.output()).not.toContain('did not stop');
  });

  test('again and again ends everything, with the end of its log and how often it was tried', async () => {
    const broken = join(npmStart.dataFolder, 'broken-WORKER_HEALTH_PORT');
    writeFileSync(broken, '');
    process.kill(await childOf(run, part.Worker ?? ''), 'SIGKILL');
    expect(await run.exitCode).toBe(1);
    rmSync(broken);
    expect(run.output()).toContain('Starting it again in 0.2 s …');
    expect(run.output()).toMatch(/Worker did not come up \(exit code 1\)[^✗]*WORKER_HEALTH_PORT is broken[^✗]*Worker does not stay up: it was started again 3 times in a row\. Stopping the rest\./);
    expect(run.output()).toContain('✓ Postgres stopped');
  });
});
