import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../scripts/parts/ports.ts';
import { postgresUrl, startPostgres } from '../../scripts/parts/postgres.ts';
import { temporalProgram } from '../../scripts/parts/temporal-programs.ts';
import { startTemporal } from '../../scripts/parts/temporal.ts';
import { createTemplate } from '../../testkit/database/template-database.ts';

export const settings =
  'The servers are those of the demo with its settings: Postgres with fsync and synchronous commit; the Temporal dev server on a file, journal_mode=wal, synchronous=full.';

export interface Servers {
  /** For files of the bench; gone after `stop`. */
  folder: string;
  /** What the processes of the chapters print; gone after `stop`. */
  logFile: string;
  temporalAddress: string;
  stop(): Promise<void>;
}

/** Starts servers of our own that keep what they acknowledge, as the demo does, and tells tests/support where they are. */
export async function startServers(): Promise<Servers> {
  const folder = mkdtempSync(join(tmpdir(), 'vroegsignalering-bench-'));
  // The account that Postgres runs as must be able to pass through.
  chmodSync(folder, 0o755);
  const postgresPort = await freePort();
  const postgres = await startPostgres({ folder: join(folder, 'postgres'), port: postgresPort, logFile: join(folder, 'postgres.log'), durable: true });
  const temporal = await startTemporal({
    program: await temporalProgram(console.log),
    port: await freePort(),
    file: join(folder, 'temporal.db'),
    namespace: 'default',
    logFile: join(folder, 'temporal.log'),
  });
  process.env['TEST_DATABASE_URL'] = postgresUrl(postgresPort, 'postgres');
  process.env['TEST_TEMPORAL_ADDRESS'] = temporal.address;
  await createTemplate(postgresUrl(postgresPort, 'postgres'));
  const stop = async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  let stopped: Promise<void> | undefined;
  return {
    folder,
    logFile: join(folder, 'processes.log'),
    temporalAddress: temporal.address,
    stop: () => (stopped ??= stop()),
  };
}
