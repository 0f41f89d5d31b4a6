import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { ConfigOf } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import type { Known } from '../src/db/known.ts';
import type { Database } from '../src/db/scoped.ts';
import type { Identity } from '../src/identity/identity.ts';
import type { KeyStore } from '../src/privacy/key-store.ts';
import type { RefusalCounts } from '../src/usecases/audit/count-refusals.ts';

/** What the API needs; made once for each process, in `main.ts`. */
export interface ApiDependencies {
  /** The connection with the system's scope; a route's handler gets one with the scope of its caller instead. */
  sql: Sql;
  database: Database;
  /** Who somebody is, and the calendar, kept for seconds. */
  known: Known;
  /** The keys of personal data. */
  keys: KeyStore;
  temporal: Client;
  config: ConfigOf<'api'>;
  identity: Identity;
  /** Counts refusals to callers who are not signed in. */
  refusals: RefusalCounts;
  log: Logger;
}
