import { condition, continueAsNew, proxyActivities, setHandler, sleep, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { mailWritten } from './contract.ts';

/** Retried without end: Postgres that is away delays mail and loses none. */
const { drainMail, sendMail } = proxyActivities<Activities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '2 seconds', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

const IDLE_MS = 60_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 300_000;

/**
 * Sends the mail of the outbox, whatever waits there; knows nothing of it. One runs for a task queue, so that mails to one
 * recipient keep their order. It is woken when mail was written, waits for mail that is tried later, pauses ever longer while
 * the mail server is away, and ends after a minute in which nothing came.
 */
export async function mailSenderWorkflow(): Promise<void> {
  let written = false;
  let pauses = 0;
  setHandler(mailWritten, () => {
    written = true;
  });
  for (;;) {
    written = false;
    const { isFull, isAway, seconds } = await drainMail();
    if (workflowInfo().continueAsNewSuggested) return continueAsNew<typeof mailSenderWorkflow>();
    pauses = isAway ? pauses + 1 : 0;
    if (isAway) {
      await sleep(Math.min(FIRST_PAUSE_MS * 2 ** (pauses - 1), LONGEST_PAUSE_MS));
    } else if (!isFull) {
      await condition(() => written, seconds === null ? IDLE_MS : Math.max(1_000, seconds * 1_000));
      // `written` again: what was written at the very end of the wait counts too.
      if (!isDue(written, seconds)) return;
    }
  }
}

const isDue = (written: boolean, seconds: number | null): boolean => written || seconds !== null;

/** Of before 0.3: sends the mail of one outbox row. Ends as `failed` when it can never be sent. */
export async function mailWorkflow(outboxId: string): Promise<'sent' | 'failed'> {
  return sendMail(outboxId);
}
