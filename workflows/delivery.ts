/** One delivery: stores its rows with their verdicts, tells its signals to their cases, and sends the receipt. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { storeRows, placeDelivery, closeDelivery, placeWaiting } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

export async function deliveryWorkflow(deliveryId: string): Promise<'done' | 'unreadable'> {
  const outcome = await storeRows(deliveryId);
  const waiting = outcome === 'stored' ? await placeDelivery(deliveryId) : 0;
  await closeDelivery(deliveryId);
  // When a case cannot be told now, its signal waits and the receipt does not.
  if (waiting > 0) await placeWaiting(deliveryId);
  return outcome === 'stored' ? 'done' : 'unreadable';
}
