import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

export interface Child {
  readonly pid: number;
  /** Resolves when the process has ended, to a few words that say how: `exit code 1`, `signal SIGKILL`. */
  readonly ended: Promise<string>;
  isRunning(): boolean;
  /** Asks the process to stop, and kills it when it has not ended within `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export type StopSignal = 'SIGINT' | 'SIGTERM';

export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  /** Its output is appended to this file; without a file it prints to our own terminal. */
  readonly logFile?: string;
  /** The signal that makes the program stop cleanly. It is also sent when this process dies without stopping the program. */
  readonly stopSignal: StopSignal;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * A shell that leaves a watcher behind and becomes the program. The watcher reads a pipe whose other end this process
 * holds: however this process ends, even by SIGKILL, the pipe closes and the program is asked to stop.
 */
const watched = '(cat; kill -"$0" $$) <&3 >/dev/null 2>&1 & exec "$@" 3<&-';

/**
 * Starts a long-running program that ends with this process at the latest. It has a process group of its own, so that
 * Ctrl-C in a terminal reaches only the supervisor, which stops its parts in the right order.
 */
export function startChild(options: ChildOptions): Child {
  const { program, args, logFile, stopSignal, ...rest } = options;
  const log = logFile === undefined ? 'inherit' : openSync(logFile, 'a');
  const child = spawn('/bin/sh', ['-c', watched, stopSignal.slice(3), program, ...args], {
    ...rest,
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  });
  if (log !== 'inherit') closeSync(log);
  const lifeline = child.stdio[3];
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => {
      lifeline?.destroy();
      resolve(signal ? `signal ${signal}` : `exit code ${code ?? 'unknown'}`);
    });
  });
  lifeline?.on('error', () => undefined);
  const isRunning = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

  return {
    pid: child.pid ?? -1,
    ended,
    isRunning,
    async stop(graceMs) {
      if (!isRunning()) return;
      child.kill(stopSignal);
      const killer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(killer);
    },
  };
}
