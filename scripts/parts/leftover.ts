import { readFileSync } from 'node:fs';
import { poll } from './poll.ts';
import { run } from './run.ts';

/**
 * Ends the process `pid` when an unclean stop of ours left it behind. Since then the number may have gone to another program, so the process is
 * ended only when its command line contains `mark`, a path that only our process names.
 * @returns whether such a process was ended.
 */
export async function stopLeftover(pid: number, mark: string, signal: NodeJS.Signals): Promise<boolean> {
  if (!(await isRunning(pid, mark))) return false;
  process.kill(pid, signal);
  if (!(await poll(15_000, 50, () => !isAlive(pid)))) process.kill(pid, 'SIGKILL');
  await poll(5_000, 50, () => !isAlive(pid));
  return true;
}

/** Whether `pid` is alive and its command line contains `mark`. */
export async function isRunning(pid: number, mark: string): Promise<boolean> {
  return isAlive(pid) && (await commandLine(pid)).includes(mark);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function commandLine(pid: number): Promise<string> {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return (await run('ps', ['-o', 'command=', '-p', String(pid)])).output;
  }
}
