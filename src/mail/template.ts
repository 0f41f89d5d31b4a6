import type { Db } from '../db/connect.ts';
import type { Content } from './blocks.ts';
import type { Links } from './links.ts';
import type { OutboxRow } from './outbox.ts';

/**
 * Makes the content of a row's mail.
 * @throws Unsendable when what it tells of is gone; trying again cannot help
 */
export type Template = (db: Db, row: OutboxRow, links: Links) => Promise<Content>;

/** A template is what it reads, and the words it makes of that; the second is pure. */
export function template<Data>(load: (db: Db, row: OutboxRow) => Promise<Data>, render: (data: Data, links: Links) => Content): Template {
  return async (db, row, links) => render(await load(db, row), links);
}
