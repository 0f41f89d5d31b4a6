import { keyedHash } from '../../src/keyed-hash.ts';
import type { Owner } from '../database/database.ts';
import { hashKey } from './keys.ts';

/** Hashes an address such as `7512AB-1` as the system does. */
export const hashOf = (addressKey: string): string => keyedHash(hashKey, addressKey);

/** Postgres holds only the hash of an address. A test that chose the addresses can look them up in the table `address_book`. */
export async function keepAddressBook(owner: Owner, addressKeys: readonly string[]): Promise<void> {
  const rows = addressKeys.map((addressKey) => ({ addressKey, addressHash: hashOf(addressKey), houseNumber: Number(addressKey.split('-')[1]) }));
  await owner`create table if not exists address_book (address_hash text primary key, address_key text not null, house_number int not null)`;
  await owner`grant select on address_book to application`;
  await owner`insert into address_book ${owner(rows)} on conflict do nothing`;
}

/** The houses of one postcode, from number 1 on. */
export const housesAt = (postcode: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${postcode}-${n + 1}`);
