import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../scripts/parts/ports.ts';
import { postgresUrl, startPostgres } from '../scripts/parts/postgres.ts';
import type { Postgres } from '../scripts/parts/postgres.ts';
import { temporalProgram, testServerProgram } from '../scripts/parts/temporal-programs.ts';
import { startTemporal } from '../scripts/parts/temporal.ts';
import type { TemporalServer } from '../scripts/parts/temporal.ts';
import { keepWorkflowBundle } from '../worker/workflow-bundle.ts';
import { unpackChromium } from './browser/chromium.ts';
import { createTemplate } from './database/template-database.ts';

/**
 * Starts one Postgres and one Temporal dev server for the whole run, and passes their addresses to the tests in environment
 * variables that only testkit reads.
 * @returns what stops them and removes every trace
 */
export async function startServers(): Promise<() => Promise<void>> {
  // Once, so that no two test files unpack it beside each other.
  await unpackChromium();
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignalering-test-'));
  // The account that Postgres runs as must be able to enter the folder.
  chmodSync(folder, 0o755);
  const postgresPort = await freePort();
  const bundle = join(folder, 'workflows.json');
  const [postgres, temporal] = await Promise.all([startDatabase(folder, postgresPort), startEngine(folder), keepWorkflowBundle(bundle)]);
  process.env.TEST_DATABASE_URL = postgresUrl(postgresPort, 'postgres');
  process.env.TEST_TEMPORAL_ADDRESS = temporal.address;
  process.env.TEST_WORKFLOW_BUNDLE = bundle;
  process.env.TEMPORAL_TEST_SERVER_PATH = await testServerProgram(console.log);
  const stop = async (): Promise<void> => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  // jest ends without its teardown when it is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop().finally(() => process.exit(130)));
  return stop;
}

async function startDatabase(folder: string, port: number): Promise<Postgres> {
  const postgres = await startPostgres({
    folder: join(folder, 'postgres'),
    port,
    logFile: join(folder, 'postgres.log'),
    durable: false,
  });
  await createTemplate(postgresUrl(port, 'postgres'));
  return postgres;
}

async function startEngine(folder: string): Promise<TemporalServer> {
  return startTemporal({
    program: await temporalProgram(console.log),
    port: await freePort(),
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  });
}
