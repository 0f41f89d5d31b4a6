const EVERY_MS = 5_000;

/**
 * Tells how far long work is, on standard error, so that standard output holds the outcome alone.
 * @returns what to call after each piece of the work; it speaks at most once in five seconds
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
