import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Config } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import type { Identity } from '../src/identity/identity.ts';

/** What the API works with; made once a process, in `main.ts`. */
export interface ApiDependencies {
  sql: Sql;
  temporal: Client;
  config: Config;
  identity: Identity;
  log: Logger;
}
