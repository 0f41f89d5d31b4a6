import type { Client } from '@temporalio/client';
import type { ConfigOf } from '../src/config.ts';
import type { Sql } from '../src/db/connect.ts';
import type { MailDispatch } from '../src/engine/mail-sender.ts';
import type { KeyStore } from '../src/privacy/key-store.ts';

/** What activities need; made once for each process, in `worker/`. */
export interface Dependencies {
  sql: Sql;
  /** The keys of personal data. */
  keys: KeyStore;
  temporal: Client;
  mail: MailDispatch;
  config: ConfigOf<'worker'>;
}
