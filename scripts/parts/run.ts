import { spawn, type ChildProcess } from 'node:child_process';

export interface RunResult {
  readonly code: number | null;
  /** Standard output and standard error, as they came. */
  readonly output: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
  /** Called with every line as it comes, for progress. */
  readonly onLine?: (line: string) => void;
}

const running = new Set<ChildProcess>();
// When this process ends, nobody uses their output any more. Ctrl-C in a terminal reaches them directly.
process.once('exit', () => running.forEach((child) => child.kill()));

/**
 * Runs a program to its end and gives its exit code and output. A program that cannot be started has code null. It is
 * ended when this process ends.
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { onLine, ...spawnOptions } = options;
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...spawnOptions, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    let output = '';
    const collect = (chunk: Buffer): void => {
      const text = chunk.toString('utf8');
      output += text;
      if (onLine) text.split('\n').filter((line) => line.trim() !== '').forEach(onLine);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
    for (const end of ['error', 'exit']) child.on(end, () => running.delete(child));
  });
}
