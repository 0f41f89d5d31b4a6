import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, isExecutable, onPath } from './cache.ts';
import { SetupFailure } from './failure.ts';
import { run } from './run.ts';

/** Every package at one version: what finds mistakes must not change by itself. */
const pinned = fileURLToPath(new URL('schemathesis.txt', import.meta.url));

const needed = 'The fuzzing of the API needs Python 3.10 or later with its venv module (Debian and Ubuntu: apt-get install python3 python3-venv).';

/**
 * The Python in which `-m schemathesis.cli` runs: in this user's cache, where it is put together from PyPI the first time.
 * @param say gets a line when something takes long
 * @throws SetupFailure that says what to install
 */
export async function schemathesisPython(say: (line: string) => void): Promise<string> {
  const folder = join(cacheFolder('.'), `schemathesis-${createHash('sha256').update(readFileSync(pinned)).digest('hex').slice(0, 12)}`);
  const python = join(folder, 'bin', 'python');
  if (!isExecutable(python)) await assemble(folder, await systemPython(), say);
  return python;
}

async function systemPython(): Promise<string> {
  const found = onPath('python3');
  if (found === undefined) throw new SetupFailure(`${needed} There is no python3 on PATH.`);
  const { code, output } = await run(found, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
  if (code !== 0) throw new SetupFailure(`${needed} This is ${found}. ${output}`.trim());
  return found;
}

async function assemble(folder: string, python: string, say: (line: string) => void): Promise<void> {
  say('Fetching schemathesis from PyPI, once for this user: under a minute …');
  // Put together aside and renamed, so that one cut short is never taken for a whole one.
  const unfinished = mkdtempSync(join(cacheFolder('.'), 'schemathesis-unfinished-'));
  try {
    await must(python, ['-m', 'venv', unfinished], needed);
    await must(join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', pinned], 'pip could not fetch schemathesis; PyPI, or the index that pip is set to, has to be reachable once.');
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

async function must(program: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new SetupFailure(`${otherwise}\n${output}`);
}
