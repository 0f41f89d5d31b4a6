/** For a command beside a running system: its settings, Postgres and Temporal, and the arguments it was given. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { ConfigError, loadConfig, type Config } from '../../src/config.ts';
import { connect, type Sql } from '../../src/db/connect.ts';
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

/** Connects, works and lets go, whatever comes of the work. @throws SetupFailure for settings that are wrong */
export async function withSources<Result>(work: (sources: Sources) => Promise<Result>): Promise<Result> {
  const config = runningConfig(process.env);
  const connection = await Connection.connect({ address: config.temporalAddress });
  const temporal = new Client({ connection, namespace: config.temporalNamespace });
  const sql = config.databaseOwnerUrl === undefined ? connectAsSystem(config, { max: 6 }) : connect(config.databaseOwnerUrl, { max: 6 });
  const { keys, end } = openKeys(config);
  return work({ sql, keys, temporal, config }).finally(() => Promise.all([sql.end({ timeout: 5 }), end(), connection.close()]));
}

/** What the environment says; where it says nothing, where `npm start` keeps its parts and its key of seals. Nothing else is hashed here, so any other key will do. */
function runningConfig(env: NodeJS.ProcessEnv): Config {
  const { ports, own, dataFolder } = readSettings([], env);
  const owner = postgresUrl(ports.POSTGRES_PORT);
  const found = {
    ...(own.databaseUrl === undefined ? { DATABASE_URL: applicationUrl(owner), DATABASE_OWNER_URL: owner } : { DATABASE_URL: own.databaseUrl }),
    KEYS_DATABASE_URL: env.KEYS_DATABASE_URL ?? keysUrl(owner),
    TEMPORAL_ADDRESS: own.temporalAddress ?? `127.0.0.1:${ports.TEMPORAL_PORT}`,
  };
  try {
    return loadConfig({ HASH_KEY: 'this command makes no hashes of persons', AUDIT_KEY: keptKey(join(dataFolder, 'audit-key')), MASTER_KEYS: keptKey(join(dataFolder, 'master-keys'), `none:${Buffer.alloc(32).toString('base64')}`), ...env, ...found });
  } catch (error) {
    throw error instanceof ConfigError ? new SetupFailure(error.message) : error;
  }
}

/** Where there is none, no seal will be found genuine, and nothing sealed is opened. */
const keptKey = (file: string, otherwise = 'there is no key of seals on this machine'): string => (existsSync(file) ? readFileSync(file, 'utf8').trim() : otherwise);

type Options = NonNullable<ParseArgsConfig['options']>;

/** Reads the command line. @throws SetupFailure with the usage, for one that is wrong */
export function argumentsOf<const Wanted extends Options>(options: Wanted, usage: string, args: string[] = process.argv.slice(2)) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new SetupFailure(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}
