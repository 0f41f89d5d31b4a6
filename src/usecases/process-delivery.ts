import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { answerOf } from '../engine.ts';
import type { deliveryWorkflow } from '../../workflows/delivery.ts';

interface Dependencies {
  temporal: Client;
  config: { taskQueue: string };
}

/** What a creditor waits for its receipt; a longer delivery is followed by its address. */
const RECEIPT_WITHIN_MS = 15_000;

/** Starts the processing of a delivery that has come in, once, and waits a while for its end. */
export async function processDelivery({ temporal, config }: Dependencies, deliveryId: string): Promise<void> {
  const workflowId = `delivery-${deliveryId}`;
  try {
    await answerOf(temporal, () =>
      temporal.workflow.start<typeof deliveryWorkflow>('deliveryWorkflow', {
        workflowId,
        taskQueue: config.taskQueue,
        args: [deliveryId],
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        staticSummary: 'Levering van een schuldeiser',
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
  const ended = temporal.workflow.getHandle(workflowId).result();
  const waited = new Promise((resolve) => setTimeout(resolve, RECEIPT_WITHIN_MS).unref());
  await Promise.race([ended, waited]);
}
