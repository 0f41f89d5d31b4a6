/**
 * Makes a running Postgres and Temporal ready for this release, before its API and workers start: the schema, the
 * namespace, the schedules. Running it again changes only what is new in this release.
 */
import { Client, Connection } from '@temporalio/client';
import { loadConfig } from '../src/config.ts';
import { prepareDatabase } from '../src/db/admit.ts';
import { connectAsSystem } from '../src/db/scoped.ts';
import { registerSchedules } from '../src/schedules.ts';
import { prepareNamespace } from './parts/namespace.ts';
import { fail, step } from './parts/progress.ts';

try {
  const config = loadConfig(process.env, 'setup');
  await step('Database schema up to date', () => prepareDatabase(config));
  const connection = await Connection.connect({ address: config.temporalAddress });
  const temporal = new Client({ connection, namespace: config.temporalNamespace });
  await step(`Namespace ${config.temporalNamespace} ready`, () => prepareNamespace(connection, temporal, config.temporalAddress));
  const sql = connectAsSystem(config, { max: 1 });
  await step('Schedules registered', () => registerSchedules({ sql, temporal, config }));
  await Promise.all([sql.end(), connection.close()]);
} catch (error) {
  fail(error);
}
