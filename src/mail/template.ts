import type { Db } from '../db/connect.ts';
import type { Content } from './blocks.ts';
import type { Links } from './links.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';

/**
 * Makes the content of a row's mail.
 * @throws Unsendable when the subject of the mail was deleted; trying again cannot help
 */
export type Template = (db: Db, row: OutboxRow, links: Links, keys: KeyStore) => Promise<Content>;

/** A template reads data and makes words of it; the second function is pure. */
export function template<Data>(load: (db: Db, row: OutboxRow, keys: KeyStore) => Promise<Data>, render: (data: Data, links: Links) => Content): Template {
  return async (db, row, links, keys) => render(await load(db, row, keys), links);
}
