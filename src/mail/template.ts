import type { Db } from '../db/connect.ts';
import type { Content } from './blocks.ts';
import type { Links } from './links.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';

/** Makes the content of a row's mail in two parts: what is read, and the words that are made of it, which is pure. */
export interface Template<Data extends object = object> {
  /** @throws Unsendable when the subject of the mail was deleted; trying again cannot help */
  load(db: Db, row: OutboxRow, keys: KeyStore): Promise<Data>;
  render(data: Data, links: Links): Content;
}

export const template = <Data extends object>(load: (db: Db, row: OutboxRow, keys: KeyStore) => Promise<Data>, render: (data: Data, links: Links) => Content): Template<Data> => ({ load, render });
