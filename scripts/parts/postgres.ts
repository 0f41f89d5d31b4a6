import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startChild } from './child.ts';
import { SetupFailure } from './failure.ts';
import { logTail } from './log-tail.ts';
import { databaseOsUser } from './os-user.ts';
import type { OsUser } from './os-user.ts';
import { poll } from './poll.ts';
import { postgresPrograms, reachableFolder } from './postgres-programs.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { stopLeftover } from './leftover.ts';
import { run } from './run.ts';

/** Not secret: the embedded server listens on the loopback address only. */
const account = 'vroegsignalering';
const keysDatabase = 'vroegsignalering_keys';

/** The connection string of a database of the embedded server on `port`; by default the one made with the cluster. */
export function postgresUrl(port: number, name = account): string {
  return `postgres://${account}:${account}@127.0.0.1:${port}/${name}`;
}

/** The same for the application's account, which owns no table. */
export function applicationUrl(ownerUrl: string): string {
  return Object.assign(new URL(ownerUrl), { username: 'application', password: 'application' }).href;
}

/** The connection string of the database with the keys of personal data, for the application's account. */
export function keysUrl(ownerUrl: string): string {
  return Object.assign(new URL(applicationUrl(ownerUrl)), { pathname: `/${keysDatabase}` }).href;
}

export interface Postgres {
  readonly pid: number;
  /** Resolves when the server has ended, wanted or not, to words that say how. */
  readonly ended: Promise<string>;
  /** Ends open sessions, writes what must be written, and stops. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  readonly folder: string;
  readonly port: number;
  readonly logFile: string;
  /** Called as soon as there is a process that can be stopped. */
  readonly hold?: (running: Pick<Postgres, 'ended' | 'stop'>) => void;
  /** False for throw-away databases in tests: several times faster, and lost when the machine fails. */
  readonly durable: boolean;
}

const throwAway = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off', 'max_connections=200'];

/**
 * Starts a real Postgres on 127.0.0.1, making its cluster first when there is none. A cluster whose last server was
 * killed recovers by itself.
 * @throws SetupFailure when it does not come up; the message holds the end of its log.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const user = databaseOsUser();
  const programs = postgresPrograms(user);
  const folder = reachableFolder(options.folder, user);
  if (!existsSync(join(folder, 'global', 'pg_control'))) await createCluster(programs, folder, user, options.durable);
  await clearLeftover(folder);

  const settings = [`port=${options.port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', ...(options.durable ? [] : throwAway)];
  const child = startChild({
    program: programs.postgres,
    args: ['-D', folder, ...settings.flatMap((setting) => ['-c', setting])],
    logFile: options.logFile,
    stopSignal: 'SIGINT',
    cwd: '/',
    ...user,
  });
  const running = { pid: child.pid, ended: child.ended, stop: () => child.stop(30_000) };
  options.hold?.(running);
  const isReady = (): boolean => !child.isRunning() || statusOf(folder) === `${child.pid} ready`;
  await poll(60_000, 20, isReady);
  if (statusOf(folder) !== `${child.pid} ready`) {
    await child.stop(5_000);
    throw new SetupFailure(`Postgres did not start. The end of ${options.logFile}:\n${logTail(options.logFile)}`);
  }
  await ensureDatabase(postgresUrl(options.port, 'postgres'));
  return running;
}

async function createCluster(programs: PostgresPrograms, folder: string, user: OsUser | undefined, durable: boolean): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(tmpdir(), `vroegsignalering-${process.pid}.pw`);
  writeFileSync(passwordFile, account, { mode: 0o600 });
  if (user) {
    chownSync(folder, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const made = await run(
    programs.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${account}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      ...(durable ? [] : ['--no-sync']),
    ],
    { cwd: '/', ...user },
  );
  rmSync(passwordFile, { force: true });
  if (made.code !== 0) throw new SetupFailure(`Postgres could not make its cluster in ${folder}:\n${made.output}`);
}

/** Postgres does not start when its pid file names a living process, even when another program got that number since. */
async function clearLeftover(folder: string): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  await stopLeftover(Number(readFileSync(pidFile, 'utf8').split('\n')[0]), folder, 'SIGINT');
  rmSync(pidFile, { force: true });
}

/** The process id and state from the server's pid file, as pg_ctl reads them. */
function statusOf(folder: string): string {
  try {
    const lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return `${lines[0] ?? ''} ${(lines[7] ?? '').trim()}`;
  } catch {
    return '';
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  for (const name of [account, keysDatabase]) {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`;
    if (!found) await sql`create database ${sql(name)}`;
  }
  await sql.end();
}
