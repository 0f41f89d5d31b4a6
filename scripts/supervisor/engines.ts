import type { Config } from '../../src/config.ts';
import { prepareDatabase } from '../../src/db/admit.ts';
import { databaseOsUser } from '../parts/os-user.ts';
import { reachableFolder } from '../parts/postgres-programs.ts';
import { startPostgres } from '../parts/postgres.ts';
import { say, step } from '../parts/progress.ts';
import { temporalProgram } from '../parts/temporal-programs.ts';
import { registerSearchAttributes, startTemporal } from '../parts/temporal.ts';
import type { DataFolder } from './data-folder.ts';
import { startPart, type Part } from './kept-part.ts';
import type { Settings } from './settings.ts';
import type { Supervision } from './supervision.ts';

/** Starts Postgres, unless the environment names another to use, and migrates it to this release's schema. */
export async function startDatabase(settings: Settings, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  if (settings.own.databaseUrl === undefined) await postgresServer(settings, data, supervision);
  await supervision.during(step('Database schema up to date', () => prepareDatabase(config)));
}

/** Starts Temporal, whose program is fetched the first time, unless the environment names another to use. */
export async function startEngine(settings: Settings, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  if (settings.own.temporalAddress === undefined) await temporalServer(settings, config, data, supervision);
  else await step('Search attributes registered', () => registerSearchAttributes(config.temporalAddress, config.temporalNamespace));
}

async function postgresServer({ ports }: Settings, data: DataFolder, supervision: Supervision): Promise<void> {
  const logFile = data.log('postgres');
  const start: Part['start'] = async (hold) => { await startPostgres({ folder: data.postgres, port: ports.POSTGRES_PORT, logFile, durable: true, hold }); };
  await startPart({ name: 'Postgres', logFile, start }, supervision);
  const folder = reachableFolder(data.postgres, databaseOsUser());
  if (folder !== data.postgres) say(`  its data are in ${folder}, since its account may not enter ${data.postgres}`);
}

async function temporalServer({ ports }: Settings, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  const logFile = data.log('temporal');
  const { temporalNamespace: namespace } = config;
  let program = '';
  const fetch = async () => void (program = await temporalProgram(say));
  const start: Part['start'] = async (hold) => { await startTemporal({ program, port: ports.TEMPORAL_PORT, uiPort: ports.TEMPORAL_UI_PORT, namespace, file: data.temporalFile, logFile, hold }); };
  await startPart({ name: 'Temporal', logFile, fetch, start }, supervision);
}
