import type { Sql } from '../../src/db/connect.ts';
import { keyedHash } from '../../src/keyed-hash.ts';
import { hashKey } from './keys.ts';

/** As the system hashes an address such as `7512AB-1`. */
export const hashOf = (addressKey: string): string => keyedHash(hashKey, addressKey);

/** Postgres knows an address by its hash only; a test that made the addresses up gives it a book to read them by: `address_book`. */
export async function keepAddressBook(sql: Sql, addressKeys: readonly string[]): Promise<void> {
  const rows = addressKeys.map((addressKey) => ({ addressKey, addressHash: hashOf(addressKey), houseNumber: Number(addressKey.split('-')[1]) }));
  await sql`create table if not exists address_book (address_hash text primary key, address_key text not null, house_number int not null)`;
  await sql`insert into address_book ${sql(rows)} on conflict do nothing`;
}

/** The houses of one postcode, from number 1 on. */
export const housesAt = (postcode: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${postcode}-${n + 1}`);
