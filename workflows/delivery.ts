/** One delivery: its rows are stored with their verdict, its signals told to their cases, its receipt sent. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { storeRows, placeDelivery, closeDelivery } = proxyActivities<Activities>({
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

export async function deliveryWorkflow(deliveryId: string): Promise<'done' | 'unreadable'> {
  if ((await storeRows(deliveryId)) === 'unreadable') return 'unreadable';
  await placeDelivery(deliveryId);
  await closeDelivery(deliveryId);
  return 'done';
}
