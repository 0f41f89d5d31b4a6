import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { resumeUnfinished } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Run by a Schedule every few minutes: continues work that a dead process left unfinished, be it a delivery or something else. The engine knows it by the name of the first. */
export async function resumeDeliveriesWorkflow(): Promise<void> {
  await resumeUnfinished();
}
