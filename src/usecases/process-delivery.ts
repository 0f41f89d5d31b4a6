import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import type { deliveryWorkflow } from '../../workflows/delivery.ts';

interface Dependencies {
  temporal: Client;
  config: { taskQueue: string };
}

/** What a creditor waits for its receipt; a longer delivery is followed by its address. */
const RECEIPT_WITHIN_MS = 15_000;

const workflowIdOf = (deliveryId: string) => `delivery-${deliveryId}`;

/** Starts the processing of a delivery that has come in, and waits a while for its end. */
export async function processDelivery(deps: Dependencies, deliveryId: string): Promise<void> {
  const { temporal } = deps;
  await answerOf(temporal, () => startDelivery(deps, deliveryId));
  try {
    await answerOf(temporal, () => temporal.workflow.getHandle(workflowIdOf(deliveryId)).result(), RECEIPT_WITHIN_MS);
  } catch (error) {
    // It goes on without us; the receipt says so.
    if (!(error instanceof AppError)) throw error;
  }
}

/** Starts the processing once: a delivery whose processing runs, or has run, is left alone. */
export async function startDelivery({ temporal, config }: Dependencies, deliveryId: string): Promise<void> {
  try {
    await temporal.workflow.start<typeof deliveryWorkflow>('deliveryWorkflow', {
      workflowId: workflowIdOf(deliveryId),
      taskQueue: config.taskQueue,
      args: [deliveryId],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'Levering van een schuldeiser',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
