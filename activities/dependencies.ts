import type { Client } from '@temporalio/client';
import type { Config } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import type { KeyStore } from '../src/privacy/key-store.ts';

/** Starts the sending of outbox rows; a row that is on its way already is left alone. */
export interface MailDispatch {
  dispatch(outboxIds: readonly string[]): Promise<void>;
}

/** What activities work with; made once a process, in `worker/`. */
export interface Dependencies {
  sql: Sql;
  /** Of personal data. */
  keys: KeyStore;
  temporal: Client;
  mail: MailDispatch;
  config: Config;
}
