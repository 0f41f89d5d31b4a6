import { startMailCatcher } from '../mail-catcher/catcher.ts';
import type { Config } from '../../src/config.ts';
import { startPostgres } from '../parts/postgres.ts';
import { say, step } from '../parts/progress.ts';
import { temporalProgram } from '../parts/temporal-program.ts';
import { registerSearchAttributes, startTemporal } from '../parts/temporal.ts';
import type { DataFolder } from './data-folder.ts';
import type { Settings } from './settings.ts';
import type { Supervision } from './supervision.ts';

/** Starts the mail catcher, Postgres and Temporal, each unless the environment names one to use instead. */
export async function startEngines(settings: Settings, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  if (settings.own.smtpUrl === undefined) await mailCatcher(settings, data, supervision);
  if (settings.own.databaseUrl === undefined) await database(settings, data, supervision);
  if (settings.own.temporalAddress === undefined) await temporalServer(settings, config, data, supervision);
  else await step('Search attributes registered', () => registerSearchAttributes(config.temporalAddress, config.temporalNamespace));
}

async function mailCatcher({ ports }: Settings, data: DataFolder, supervision: Supervision): Promise<void> {
  const catcher = await step('Mail catcher ready', () =>
    startMailCatcher({ smtpPort: ports.MAIL_SMTP_PORT, webPort: ports.MAIL_WEB_PORT, folder: data.mail }),
  );
  supervision.onStop(() => catcher.stop(), 'Mail catcher');
}

async function database({ ports }: Settings, data: DataFolder, supervision: Supervision): Promise<void> {
  const logFile = data.log('postgres');
  const postgres = await step('Postgres ready', () =>
    startPostgres({ folder: data.postgres, port: ports.POSTGRES_PORT, logFile, durable: true }),
  );
  if (postgres.folder !== data.postgres) say(`  its data are in ${postgres.folder}, since its account may not enter ${data.postgres}`);
  supervision.watch('Postgres', postgres.ended, logFile);
  supervision.onStop(() => postgres.stop(), 'Postgres');
}

async function temporalServer({ ports }: Settings, config: Config, data: DataFolder, supervision: Supervision): Promise<void> {
  const logFile = data.log('temporal');
  const program = await temporalProgram(say);
  const temporal = await step('Temporal ready', () =>
    startTemporal({
      program,
      port: ports.TEMPORAL_PORT,
      uiPort: ports.TEMPORAL_UI_PORT,
      namespace: config.temporalNamespace,
      file: data.temporalFile,
      logFile,
    }),
  );
  supervision.watch('Temporal', temporal.ended, logFile);
  supervision.onStop(() => temporal.stop(), 'Temporal');
}
