import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { archiveCases } = proxyActivities<Activities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '5 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every minute: keeps the histories of cases that closed, long before the engine forgets them. */
export async function archiveWorkflow(): Promise<{ kept: number; forgotten: number }> {
  return archiveCases();
}
