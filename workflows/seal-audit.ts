import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { sealAudit } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 5 },
});

type Sealed = Awaited<ReturnType<Activities['sealAudit']>>;

/**
 * Run by a Schedule every few minutes. The engine remembers the newest seal of each run, outside the database that it
 * guards: the next run looks whether it is still there.
 */
export async function sealAuditWorkflow(): Promise<Sealed> {
  const before = workflowInfo().lastResult as Sealed | undefined;
  return sealAudit(before?.newest ?? null);
}
