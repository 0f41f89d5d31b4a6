import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { webhookWritten } from './contract.ts';

/** Retried without end: Postgres that is away delays messages and loses none. */
const { sendWebhooks } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30s',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

const IDLE_MS = 60_000;

/** Sends what waits for creditors' own systems; knows nothing of it. It is woken, waits for what is tried later, and ends after a minute in which nothing came. */
export async function webhookSenderWorkflow(): Promise<void> {
  let written = false;
  setHandler(webhookWritten, () => {
    written = true;
  });
  const isOver = (seconds: number | null): boolean => !written && seconds === null;
  for (;;) {
    written = false;
    const { isFull, seconds } = await sendWebhooks();
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof webhookSenderWorkflow>();
    if (isFull) continue;
    await condition(() => written, seconds === null ? IDLE_MS : Math.max(1_000, seconds * 1_000));
    if (isOver(seconds)) return;
  }
}
