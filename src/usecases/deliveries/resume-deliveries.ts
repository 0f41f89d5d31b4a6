import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { waitingDeliveries } from '../../db/queries/deliveries/processing.ts';
import { startDelivery } from './process-delivery.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** Starts the processing of each delivery that came in whole more than a minute ago; one that runs is left alone. */
export async function resumeDeliveries(deps: Dependencies): Promise<void> {
  for (const id of await waitingDeliveries(deps.sql)) await startDelivery(deps, id);
}
