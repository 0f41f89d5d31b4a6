import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { sealAudit } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute', maximumAttempts: 5 },
});

/** No longer than a run of the schedule: the next run raises the alarm again. */
const { raiseSealingAlarm } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s', maximumAttempts: 10 },
});

/**
 * Run by a Schedule every few minutes. The engine keeps the result of each run, which is the newest seal; seals that are removed from the
 * end of the database's log are found by it. A run that fails raises an alarm first.
 */
export async function sealAuditWorkflow(): ReturnType<Activities['sealAudit']> {
  try {
    return await sealAudit();
  } catch (error) {
    if (patched('alarm-of-sealing')) await raiseSealingAlarm('failed');
    throw error;
  }
}
