import { run } from '../../scripts/parts/run.ts';

/**
 * Ends a process and all that it started, at once and without a word: as a power cut would. It is stopped first, so
 * that it can start nothing while its children are looked up: a Postgres whose sessions live on is no power cut.
 */
export async function cutPower(pid: number): Promise<void> {
  signal(pid, 'SIGSTOP');
  const { output } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const children = output.split('\n').map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === pid);
  for (const [child = 0] of children) signal(child, 'SIGKILL');
  signal(pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended just before by itself.
  }
}
