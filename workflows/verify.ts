import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { archiveCases, verifyTonight } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every night: archives histories that were not archived yet, and compares Postgres with them. */
export async function verifyWorkflow(): Promise<{ archived: number; differences: number }> {
  const { kept } = await archiveCases();
  return { archived: kept, differences: await verifyTonight() };
}
