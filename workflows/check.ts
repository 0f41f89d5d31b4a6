import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { checkQueueOf } from './contract.ts';

const { checksToAsk } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s', retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } });

/**
 * Has others asked about one signal before triage is decided: each by itself, so that one that is away holds up no other. A question is asked
 * again until it is answered, for days if need be, or until nobody has to decide any more. The history holds the signal's id and which checks are on.
 */
export async function checkWorkflow(signalId: string): Promise<void> {
  const { askCheck } = proxyActivities<Activities>({
    taskQueue: checkQueueOf(workflowInfo().taskQueue),
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '5s', backoffCoefficient: 2, maximumInterval: '30 minutes' },
  });
  const checks = await checksToAsk(signalId);
  await Promise.all(checks.map((check) => askCheck({ signalId, check })));
}
