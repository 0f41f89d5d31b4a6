import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { retainTonight } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every night: what has reached its retention term goes. The engine keeps how much, and nothing else. */
export async function retentionWorkflow(): ReturnType<Activities['retainTonight']> {
  return retainTonight();
}
