import { WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { workflowIdOf } from './workflow-ids.ts';
import { webhookWritten, type Workflows } from '../../workflows/contract.ts';

/** Wakes the sender of messages to creditors' systems of this task queue, or starts it. Again is harmless. */
export async function wakeWebhookSender(client: Client, taskQueue: string): Promise<void> {
  await client.workflow.signalWithStart<Workflows['webhookSenderWorkflow']>('webhookSenderWorkflow', {
    taskQueue,
    workflowId: workflowIdOf.webhookSender(taskQueue),
    signal: webhookWritten,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
  });
}
