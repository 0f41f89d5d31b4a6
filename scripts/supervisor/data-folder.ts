import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { SetupFailure } from '../parts/failure.ts';
import { isRunning } from '../parts/leftover.ts';
import { databaseOsUser } from '../parts/os-user.ts';
import { reachableFolder } from '../parts/postgres-programs.ts';

/** Where each part of a running system keeps its data. */
export interface DataFolder {
  /** The start before this one was killed, so its parts may still be stopping. */
  readonly wasKilled: boolean;
  readonly postgres: string;
  readonly temporalFile: string;
  readonly mail: string;
  /** Data of the demo's issuer. */
  readonly issuer: string;
  /** The key of the hashes in the database: made once, readable by its owner only. */
  hashKey(): string;
  /** The key of the audit log's seals, kept in the same way. */
  auditKey(): string;
  /** The master key that wraps the keys of personal data, kept in the same way. */
  masterKeys(): string;
  log(part: string): string;
  /** Deletes everything but the lock. */
  empty(): void;
  unlock(): void;
}

const lockName = 'start.lock';

/**
 * Makes the folder and locks it for this process, so that two systems never run on the same data.
 * @throws SetupFailure when another process holds the lock
 */
export async function openDataFolder(root: string): Promise<DataFolder> {
  mkdirSync(join(root, 'logs'), { recursive: true });
  const wasKilled = await lock(join(root, lockName), root);
  return {
    wasKilled,
    postgres: join(root, 'postgres'),
    temporalFile: join(root, 'temporal.db'),
    mail: join(root, 'mail'),
    issuer: join(root, 'issuer'),
    hashKey: () => secretIn(join(root, 'hash-key')),
    auditKey: () => secretIn(join(root, 'audit-key')),
    masterKeys: () => secretIn(join(root, 'master-keys'), newMasterKey),
    log: (part) => join(root, 'logs', `${part}.log`),
    empty() {
      rmSync(reachableFolder(join(root, 'postgres'), databaseOsUser()), { recursive: true, force: true });
      for (const name of readdirSync(root)) {
        if (name !== lockName) rmSync(join(root, name), { recursive: true, force: true });
      }
      mkdirSync(join(root, 'logs'));
    },
    unlock: () => rmSync(join(root, lockName), { force: true }),
  };
}

/** @returns whether an earlier process ended without releasing the lock */
async function lock(file: string, root: string): Promise<boolean> {
  const held = existsSync(file);
  if (held) {
    const [pid, script = ''] = readFileSync(file, 'utf8').split(' ');
    if (Number(pid) !== process.pid && (await isRunning(Number(pid), script))) {
      throw new SetupFailure(`This system runs already on ${root}, as process ${pid ?? ''}. Stop that with Ctrl-C first.`);
    }
    rmSync(file, { force: true });
  }
  try {
    // Another program may have got this pid since; the script's name on its command line shows that it is ours.
    writeFileSync(file, `${process.pid} ${basename(process.argv[1] ?? '')}`, { flag: 'wx' });
  } catch {
    throw new SetupFailure(`Another start took ${root} at this very moment. Use that one.`);
  }
  return held;
}

const newMasterKey = (): string => `first:${randomBytes(32).toString('base64')}`;

function secretIn(file: string, make = (): string => randomBytes(32).toString('base64url')): string {
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
