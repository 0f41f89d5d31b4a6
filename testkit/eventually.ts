import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats `look` until it no longer throws, and returns its result; for waiting on another process. After `withinMs`, long
 * enough for a busy machine, its last error is thrown.
 */
export async function eventually<Result>(look: () => Result | Promise<Result>, withinMs = 30_000): Promise<Result> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await pause(20);
  }
}
