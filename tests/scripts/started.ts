/** `npm start` as a process of its own, with ports and a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { freePort } from '../../scripts/parts/ports.ts';
import { run } from '../../scripts/parts/run.ts';
import { eventually } from '../../testkit/eventually.ts';

export interface Run {
  readonly process: ChildProcess;
  output(): string;
  readonly exitCode: Promise<number | null>;
}

export interface Starter {
  readonly dataFolder: string;
  readonly env: NodeJS.ProcessEnv;
  start(...args: string[]): Run;
  startAndWait(...args: string[]): Promise<Run>;
  stop(run: Run): Promise<number | null>;
  /** A guarantee that fails must not take the next one with it: call this after each test. Puts `env` back too. */
  stopAll(): Promise<void>;
  /** Call this at the end. */
  remove(): void;
}

const parts = ['API', 'WORKER_HEALTH', 'OIDC', 'POSTGRES', 'TEMPORAL', 'TEMPORAL_UI', 'MAIL_SMTP', 'MAIL_WEB'];

/** @param script what `npm start` would run: scripts/start.ts, or the same with stand-ins for our own programs */
export async function starter(script: string): Promise<Starter> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'start-'));
  // Open to Postgres' own account, which would get a folder elsewhere otherwise.
  chmodSync(dataFolder, 0o755);
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_FOLDER: dataFolder, NODE_OPTIONS: '' };
  for (const part of parts) env[`${part}_PORT`] = String(await freePort());
  const usual = { ...env };
  const runs: Run[] = [];

  const start = (...args: string[]): Run => {
    const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exitCode = new Promise<number | null>((resolve) => child.on('exit', resolve));
    const started = { process: child, output: () => output, exitCode };
    runs.push(started);
    return started;
  };
  const stop = (running: Run): Promise<number | null> => {
    running.process.kill('SIGINT');
    return running.exitCode;
  };
  return {
    dataFolder,
    env,
    start,
    stop,
    async startAndWait(...args) {
      const started = start(...args);
      await eventually(() => expect(started.output()).toContain('The system is up'), 240_000);
      return started;
    },
    async stopAll() {
      for (const name of Object.keys(env)) Reflect.deleteProperty(env, name);
      Object.assign(env, usual);
      for (const running of runs.splice(0)) {
        if (running.process.exitCode === null && running.process.signalCode === null) await stop(running);
      }
    },
    remove: () => rmSync(dataFolder, { recursive: true, force: true }),
  };
}

/** The process that a run started with `mark` in its command line. */
export async function childOf({ process: parent }: Run, mark: string): Promise<number> {
  const { output } = await run('ps', ['-ww', '-A', '-o', 'pid=,ppid=,command=']);
  const found = output.split('\n').map((line) => /^ *(\d+) +(\d+) (.*)$/.exec(line)).filter((line) => Number(line?.[2]) === parent.pid && line?.[3]?.includes(mark));
  if (found.length !== 1) throw new Error(`${found.length} processes with ${mark}`);
  return Number(found[0]?.[1]);
}

/** The names of the variables that a process was started with, on Linux and macOS. */
export async function environmentOf(pid: number): Promise<string[]> {
  const { output } = await run('ps', ['eww', '-p', String(pid), '-o', 'command=']);
  return [...output.matchAll(/(?:^| )(\w+)=/g)].map(([, name = '']) => name);
}

/** Which parts a run has stopped, in their order. */
export const stopped = (run: Run): string[] => [...run.output().matchAll(/✓ (.+) stopped/g)].map(([, part = '']) => part);
