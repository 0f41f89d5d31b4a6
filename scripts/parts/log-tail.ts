import { readFileSync } from 'node:fs';

/** The last lines of a log, for a message about a part that failed. */
export function logTail(file: string, lines = 8): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
