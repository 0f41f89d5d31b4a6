import { SetupFailure } from './failure.ts';

export function say(line: string): void {
  console.log(line);
}

/** Runs one step and prints its name and duration. */
export async function step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  say(`✓ ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/** Prints every ten seconds that work is still going on. @returns a function that ends this */
export function heartbeat(to: (line: string) => void, words: string): () => void {
  const started = performance.now();
  const timer = setInterval(() => to(`  ${words}, ${Math.round((performance.now() - started) / 1000)} s`), 10_000);
  return () => clearInterval(timer);
}

/** Prints the error, with a stack only when it is a bug of ours, and ends the process with exit code 1. */
export function fail(error: unknown): never {
  console.error(`✗ ${describeFailure(error)}`);
  process.exit(1);
}

export function describeFailure(error: unknown): string {
  if (error instanceof SetupFailure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
