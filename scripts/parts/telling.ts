const EVERY_MS = 5_000;

/**
 * Prints the progress of long work on standard error, so that standard output holds only the outcome.
 * @returns a function to call after each piece of the work; it prints at most once in five seconds
 */
export function telling(line: () => string): () => void {
  let told = performance.now();
  return () => {
    if (performance.now() - told < EVERY_MS) return;
    told = performance.now();
    console.error(`· ${line()}`);
  };
}

export const counted = (count: number, one: string, more = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : more}`;
