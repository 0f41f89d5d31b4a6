import { defineQuery, setHandler, sleep } from '@temporalio/workflow';

/** The instants before and after the wait, as far as they have passed. */
export const instants = defineQuery<string[]>('instants');

/** Waits half a year. */
export async function halfYear(): Promise<void> {
  const passed = [new Date().toISOString()];
  setHandler(instants, () => passed);
  await sleep('183 days');
  passed.push(new Date().toISOString());
}
