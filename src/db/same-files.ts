import { fileHash } from '../keyed-hash.ts';
import type { Sql } from './connect.ts';

const AT_ONCE = 1000;

/**
 * Replaces the plain hashes by which older releases recognised files by keyed ones, before files are delivered again. Running it
 * again changes nothing; a file that was delivered again meanwhile keeps its newer delivery.
 */
export async function hashFilesOfBefore(sql: Sql, hashKey: string): Promise<void> {
  const rows = await sql<{ id: string; sha256: string }[]>`select id, sha256 from deliveries where sha256 is not null and same_file is null`;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const page = rows.slice(from, from + AT_ONCE);
    await sql`
      update deliveries d set same_file = made.hash
      from unnest(${page.map(({ id }) => id)}::uuid[], ${page.map(({ sha256 }) => fileHash(hashKey, sha256))}::text[]) made (id, hash)
      where d.id = made.id and d.sha256 is not null and d.same_file is null
        and not exists (select from deliveries o where o.creditor_id = d.creditor_id and o.round_id = d.round_id and o.same_file = made.hash)`;
  }
}
