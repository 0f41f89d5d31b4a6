import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again every `everyMs` until the answer is yes.
 * @returns false when `withinMs` passed without a yes.
 */
export async function poll(withinMs: number, everyMs: number, isReady: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await isReady()) return true;
    if (performance.now() > end) return false;
    await pause(everyMs);
  }
}
