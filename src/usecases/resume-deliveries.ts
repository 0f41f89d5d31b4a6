import type { Client } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { startDelivery } from './process-delivery.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** Starts the processing of each delivery that came in whole more than a minute ago; one that runs is left alone. */
export async function resumeDeliveries(deps: Dependencies): Promise<void> {
  const waiting = await deps.sql<{ id: string }[]>`
    select id from deliveries where state = 'processing' and received_at < now() - interval '1 minute' order by received_at`;
  for (const { id } of waiting) await startDelivery(deps, id);
}
