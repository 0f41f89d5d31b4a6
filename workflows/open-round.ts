import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { openCurrentRound } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Run by a Schedule at each cut-off: opens the round that takes deliveries from then on. */
export async function openRoundWorkflow({ regionId }: { regionId: string }): Promise<string> {
  return openCurrentRound({ regionId, at: new Date().toISOString() });
}
