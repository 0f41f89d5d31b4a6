import { WorkflowExecutionAlreadyStartedError, WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import type { MailDispatch } from '../../activities/dependencies.ts';
import type { mailWorkflow } from '../../workflows/mail.ts';

/** Starts at the same time; more would crowd out the commands of people who wait. */
const AT_ONCE = 8;

/**
 * Starts one `mailWorkflow` a row; call it after the commit, and again after a crash: a row that is on its way, or has
 * gone, is left alone. What is older than the engine remembers is stopped by the row itself.
 */
export function mailDispatch(client: Client, taskQueue: string): MailDispatch {
  return {
    async dispatch(outboxIds) {
      for (let from = 0; from < outboxIds.length; from += AT_ONCE) {
        await Promise.all(outboxIds.slice(from, from + AT_ONCE).map((id) => start(client, taskQueue, id)));
      }
    },
  };
}

async function start(client: Client, taskQueue: string, outboxId: string): Promise<void> {
  try {
    await client.workflow.start<typeof mailWorkflow>('mailWorkflow', {
      taskQueue,
      workflowId: `mail-${outboxId}`,
      args: [outboxId],
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
