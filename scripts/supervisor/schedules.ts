import { Client, Connection } from '@temporalio/client';
import type { Config } from '../../src/config.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { registerSchedules } from '../../src/schedules.ts';

/** Registers the schedules and opens the round of today; what exists already is left alone. */
export async function schedule(config: Config): Promise<void> {
  const connection = await Connection.connect({ address: config.temporalAddress });
  const temporal = new Client({ connection, namespace: config.temporalNamespace });
  const sql = connectAsSystem(config, { max: 1 });
  await registerSchedules({ sql, temporal, config }).finally(() => Promise.all([sql.end(), connection.close()]));
}
