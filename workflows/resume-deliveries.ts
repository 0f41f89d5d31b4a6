import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { resumeDeliveries } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Run by a Schedule every few minutes: what a dead process left half begun goes on. */
export async function resumeDeliveriesWorkflow(): Promise<void> {
  await resumeDeliveries();
}
