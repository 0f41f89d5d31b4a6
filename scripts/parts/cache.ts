import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * A folder in the user's own cache, made when missing. What lies there survives a fresh clone: programs that take
 * minutes to build or fetch are made once for each user of a machine.
 */
export function cacheFolder(name: string): string {
  const root = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(root, 'vroegsignalering', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The full path of a program on PATH, or undefined. */
export function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, program))
    .find(isExecutable);
}
