import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats the question every `everyMs` until the answer is yes.
 * @returns false when there was no yes within `withinMs`.
 */
export async function poll(withinMs: number, everyMs: number, isReady: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + withinMs;
  for (;;) {
    if (await isReady()) return true;
    if (performance.now() > end) return false;
    await pause(everyMs);
  }
}
