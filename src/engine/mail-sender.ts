import { WorkflowIdReusePolicy, type Client } from '@temporalio/client';
import { workflowIdOf } from './workflow-ids.ts';
import { mailWritten, type Workflows } from '../../workflows/contract.ts';

/** Has outbox rows sent that were committed before the call; again after a crash is harmless. */
export interface MailDispatch {
  dispatch(outboxIds: readonly string[]): Promise<void>;
}

/** Wakes the sender of this task queue, or starts it. */
export function mailDispatch(client: Client, taskQueue: string): MailDispatch {
  const wake = shared(() =>
    client.workflow.signalWithStart<Workflows['mailSenderWorkflow']>('mailSenderWorkflow', {
      taskQueue,
      workflowId: workflowIdOf.mailSender(taskQueue),
      signal: mailWritten,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    }),
  );
  return { dispatch: async (outboxIds) => (outboxIds.length === 0 ? undefined : wake()) };
}

/**
 * Many that come while a call is under way share the one that begins after it: each has a call that began after it came.
 * Steps of many cases would otherwise wake the sender once each.
 */
export function shared(call: () => Promise<unknown>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const begin = (): Promise<void> => {
    next = null;
    current = call().then(() => undefined).finally(() => {
      current = null;
    });
    return current;
  };
  return () => (current === null ? begin() : (next ??= current.catch(() => undefined).then(begin)));
}
