/** One delivery: its rows are stored with their verdict, its signals told to their cases, its receipt sent. */
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
  // The receipt does not wait for a case that takes nothing just now; the signal does.
  if (waiting > 0) await placeWaiting(deliveryId);
  return outcome === 'stored' ? 'done' : 'unreadable';
}
