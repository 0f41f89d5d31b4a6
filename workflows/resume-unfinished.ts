import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** `resumeDeliveries` is the name under which histories hold the activity; with another one, a run under way at a release fails its replay. */
const { resumeDeliveries } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

/** Run by a Schedule every few minutes: continues work that a dead process left unfinished, be it a delivery or something else. The engine knows it by the name of the first. */
export async function resumeDeliveriesWorkflow(): Promise<void> {
  await resumeDeliveries();
}
