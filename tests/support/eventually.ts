import { setTimeout as pause } from 'node:timers/promises';

/**
 * Repeats `look` until it no longer throws, for what another process does in its own time. What it returns at last is
 * returned; after `withinMs` its last error is thrown.
 */
export async function eventually<Result>(look: () => Result | Promise<Result>, withinMs = 5_000): Promise<Result> {
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
