import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { findBreachesTonight } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  retry: { initialInterval: '10s', backoffCoefficient: 2, maximumInterval: '10 minutes', maximumAttempts: 10 },
});

/** Run by a Schedule every night: finds what creditors did not do as agreed. The engine keeps only how much. */
export async function breachesWorkflow(): ReturnType<Activities['findBreachesTonight']> {
  return findBreachesTonight();
}
