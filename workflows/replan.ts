/** Tells every running case of a confirmed change of calendar or policy, batch after batch, until none is left that was not told. */
import { proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const retry = { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;
const { tellChange } = proxyActivities<Activities>({ startToCloseTimeout: '30 minutes', heartbeatTimeout: '10s', retry });
const { tellRounds, concludeChange } = proxyActivities<Activities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '10s', retry });

/** How many cases one activity tells: large enough for few events in the history, small enough to show progress. */
const BATCH = 500;

type Told = Awaited<ReturnType<Activities['tellChange']>>;

export async function replanWorkflow(changeId: string): Promise<void> {
  await tellRounds(changeId);
  let told = 0;
  // A case that was started meanwhile with the old calendar may sort before the current position, so start over until none is found.
  for (let before = -1; before !== told; ) {
    before = told;
    told += await tellAll(changeId, told);
  }
  await concludeChange({ changeId, at: new Date().toISOString() });
}

/** Goes through all cases once. @returns how many were told */
async function tellAll(changeId: string, toldBefore: number): Promise<number> {
  let told = 0;
  let after: string | null = null;
  do {
    const batch: Told = await tellChange({ changeId, after, limit: BATCH });
    told += batch.told;
    after = batch.last;
    setCurrentDetails(`${toldBefore + told} zaken herpland.`);
  } while (after !== null);
  return told;
}
