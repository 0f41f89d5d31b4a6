import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

/** A dead mail server delays a mail and loses none: tried without end, at last every five minutes. */
const { sendMail } = proxyActivities<Activities>({
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Sends the mail of one outbox row; knows its id only. Ends as `failed` when it can never be sent. */
export async function mailWorkflow(outboxId: string): Promise<'sent' | 'failed'> {
  return sendMail(outboxId);
}
