/** What the engine itself costs: workflows that do nothing, or next to nothing. */
import { condition, defineSignal, defineUpdate, proxyLocalActivities, setHandler } from '@temporalio/workflow';
import type { FloorActivities } from './activities.ts';

const { insertRow } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '10s' });

export const bare = defineUpdate<number>('bare');
export const stored = defineUpdate<number>('stored');
export const finish = defineSignal('finish');

/** Does nothing, and ends. */
export async function empty(): Promise<void> {
  return Promise.resolve();
}

/** Takes updates: `bare` does nothing, `stored` inserts one row by a local activity. */
export async function updated(): Promise<void> {
  let count = 0;
  let finished = false;
  setHandler(bare, () => ++count);
  setHandler(stored, async () => {
    await insertRow();
    return ++count;
  });
  setHandler(finish, () => void (finished = true));
  await condition(() => finished);
}
