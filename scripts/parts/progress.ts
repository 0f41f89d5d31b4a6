import { SetupFailure } from './failure.ts';

export function say(line: string): void {
  console.log(line);
}

/** Runs one step and prints what it was and how long it took. */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  say(`✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/** Prints why it ends, with a stack only when it is a mistake of ours, and ends with exit code 1. */
export function fail(error: unknown): never {
  console.error(`✗ ${describeFailure(error)}`);
  process.exit(1);
}

export function describeFailure(error: unknown): string {
  if (error instanceof SetupFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
