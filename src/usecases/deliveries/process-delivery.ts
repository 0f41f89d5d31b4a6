import type { Client } from '@temporalio/client';
import { answerOf } from '../../engine/answers.ts';
import { startOnce } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { AppError } from '../../errors.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  temporal: Client;
  config: { taskQueue: string };
}

/** How long a creditor's request waits for the receipt; after that the receipt must be fetched from its address. */
const RECEIPT_WITHIN_MS = 15_000;

/** Starts the processing of a delivery that has come in, and waits a while for its end. */
export async function processDelivery(deps: Dependencies, deliveryId: string): Promise<void> {
  const { temporal } = deps;
  await answerOf(temporal, () => startDelivery(deps, deliveryId));
  try {
    await answerOf(temporal, () => temporal.workflow.getHandle(workflowIdOf.delivery(deliveryId)).result(), RECEIPT_WITHIN_MS);
  } catch (error) {
    // Processing continues after this request; the receipt says so.
    if (!(error instanceof AppError)) throw error;
  }
}

/** Starts the processing once: a delivery whose processing runs, or has run, is left alone. */
export const startDelivery = ({ temporal, config }: Dependencies, deliveryId: string): Promise<void> =>
  startOnce(() =>
    temporal.workflow.start<Workflows['deliveryWorkflow']>('deliveryWorkflow', {
      workflowId: workflowIdOf.delivery(deliveryId),
      taskQueue: config.taskQueue,
      args: [deliveryId],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'Levering van een schuldeiser',
    }),
  );
