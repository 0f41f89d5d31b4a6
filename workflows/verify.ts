import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { archiveCases, verifyTonight } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every night: histories that were not kept yet are kept, and Postgres is held against them. */
export async function verifyWorkflow(): Promise<{ archived: number; differences: number }> {
  const { kept } = await archiveCases();
  return { archived: kept, differences: await verifyTonight() };
}
