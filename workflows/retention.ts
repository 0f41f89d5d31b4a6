import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { retainTonight } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '2 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every night: anonymises what has reached its retention term. The engine keeps only how much. */
export async function retentionWorkflow(): ReturnType<Activities['retainTonight']> {
  return retainTonight();
}
