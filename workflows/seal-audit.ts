import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { sealAudit } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 5 },
});

/**
 * Run by a Schedule every few minutes. The engine keeps what each run returns, the newest seal: by that it shows when
 * seals are cut off in the database.
 */
export async function sealAuditWorkflow(): ReturnType<Activities['sealAudit']> {
  return sealAudit();
}
