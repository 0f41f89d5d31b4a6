/** What a command beside a running system needs: settings, Postgres, Temporal and its own arguments. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { ConfigError, loadConfig, type Config } from '../../src/config.ts';
import type { Sql } from '../../src/db/connect.ts';
import { scopeRole } from '../../src/db/reach.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { openKeys, type KeyStore } from '../../src/privacy/key-store.ts';
import { readSettings } from '../supervisor/settings.ts';
import { SetupFailure } from './failure.ts';
import { applicationUrl, keysUrl, postgresUrl } from './postgres.ts';

export interface Sources {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: Config;
}

/** Connects, does the work and disconnects, also when the work fails. @throws SetupFailure for wrong settings */
export async function withSources<Result>(work: (sources: Sources) => Promise<Result>): Promise<Result> {
  const config = checked(() => loadConfig(runningSettings(process.env)));
  const connection = await Connection.connect({ address: config.temporalAddress });
  const temporal = new Client({ connection, namespace: config.temporalNamespace });
  const sql = connectAsSystem(config, { max: 6 });
  const { keys, end } = openKeys(config);
  return mustSee(sql).then(() => work({ sql, keys, temporal, config })).finally(() => Promise.all([sql.end({ timeout: 5 }), end(), connection.close()]));
}

/** For a command that asks nothing of the engine and opens no key: the settings of the set-up are enough. @throws SetupFailure for wrong settings */
export async function withDatabase<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result> {
  const sql = connectAsSystem(checked(() => loadConfig(runningSettings(process.env), 'setup')), { max: 2 });
  return mustSee(sql).then(() => work(sql)).finally(() => sql.end({ timeout: 5 }));
}

/** Without the system's scope every table looks empty, so that a check would find nothing wrong. */
async function mustSee(sql: Sql): Promise<void> {
  if ((await scopeRole(sql)) !== 'system') throw new SetupFailure('HASH_KEY is not the one that this system was set up with: Postgres shows nothing. Give the HASH_KEY of its API and workers.');
}

/** The environment; for settings that it lacks, the addresses and keys of `npm start`. */
function runningSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { ports, own, dataFolder } = readSettings([], env);
  const owner = postgresUrl(ports.POSTGRES_PORT);
  const found = {
    ...(own.databaseUrl === undefined ? { DATABASE_URL: applicationUrl(owner) } : { DATABASE_URL: own.databaseUrl }),
    KEYS_DATABASE_URL: env.KEYS_DATABASE_URL ?? keysUrl(owner),
    TEMPORAL_ADDRESS: own.temporalAddress ?? `127.0.0.1:${ports.TEMPORAL_PORT}`,
  };
  return { HASH_KEY: keptKey(join(dataFolder, 'hash-key')), AUDIT_KEY: keptKey(join(dataFolder, 'audit-key')), MASTER_KEYS: keptKey(join(dataFolder, 'master-keys'), `none:${Buffer.alloc(32).toString('base64')}`), ...env, ...found };
}

/** @throws SetupFailure in place of ConfigError, whose message is for whoever gave the command */
function checked<Loaded>(load: () => Loaded): Loaded {
  try {
    return load();
  } catch (error) {
    throw error instanceof ConfigError ? new SetupFailure(error.message) : error;
  }
}

/** Without the secrets no row can be read, no seal checked and nothing sealed opened. */
const keptKey = (file: string, otherwise = 'there is no such key on this machine'): string => (existsSync(file) ? readFileSync(file, 'utf8').trim() : otherwise);

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads the command line. @throws SetupFailure with the usage when it is wrong */
export function argumentsOf<const Wanted extends Options>(options: Wanted, usage: string, args: string[] = process.argv.slice(2)) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupFailure(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
