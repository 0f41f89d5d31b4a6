import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Config } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import type { Database } from '../src/db/scoped.ts';
import type { Identity } from '../src/identity/identity.ts';
import type { KeyStore } from '../src/privacy/key-store.ts';

/** What the API works with; made once a process, in `main.ts`. */
export interface ApiDependencies {
  /** What the system does by itself; a route's handler gets its caller's own here. */
  sql: Sql;
  database: Database;
  /** Of personal data. */
  keys: KeyStore;
  temporal: Client;
  config: Config;
  identity: Identity;
  log: Logger;
}
