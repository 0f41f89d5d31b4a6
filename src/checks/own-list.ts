/** A municipality's own list, of which only keyed hashes are here: whether somebody is on it, and nothing else. */
import { recognisedBy, type RecognisedBy } from '../domain/checks/finding.ts';
import { addressKey } from '../domain/matching/address.ts';
import { searchedNames } from '../domain/rights/names.ts';
import { keyedHash } from '../keyed-hash.ts';
import { CheckFailed, type Ask, type Question } from './adapter.ts';

/** What a row of a list says of somebody; a row without a name is an address alone. */
export interface ListedPerson {
  lastName: string | null;
  birthDate: string | null;
  address: Question['address'] | null;
}

/** Empty when a row says too little to recognise anybody by. A surname of two halves is recognised by either. */
export function hashesOf(key: string, { lastName, birthDate, address }: ListedPerson): Map<RecognisedBy, string[]> {
  const names = lastName === null ? [] : searchedNames(lastName);
  const hash = (...parts: string[]): string => keyedHash(key, `check list|${parts.join('|')}`);
  const at = address === null ? null : addressKey(address);
  const all: [RecognisedBy, string[]][] = [
    ['person', birthDate === null ? [] : names.map((name) => hash('person', name, birthDate))],
    ['name-at-address', at === null ? [] : names.map((name) => hash('at', name, at))],
    ['address', at === null ? [] : [hash('address', at)]],
  ];
  return new Map(all.filter(([, hashes]) => hashes.length > 0));
}

/** As a list keeps a row: by its address alone only where it names nobody. */
export function keptHashes(key: string, row: ListedPerson): string[] {
  return [...hashesOf(key, row)].flatMap(([by, hashes]) => (by === 'address' && row.lastName !== null ? [] : hashes));
}

/** @param listed gives which of these hashes stand in the list; null without a list that may still be used */
export function askList(hashKey: string, listed: (hashes: readonly string[]) => Promise<ReadonlySet<string> | null>): Ask {
  return async ({ person: { lastName, birthDate }, address }) => {
    const asked = hashesOf(hashKey, { lastName, birthDate, address });
    const found = await listed([...asked.values()].flat());
    if (found === null) throw new CheckFailed('no-list');
    const by = recognisedBy.find((way) => asked.get(way)?.some((hash) => found.has(hash)));
    return [by === undefined ? { code: 'not-known' } : { code: 'known', by, since: null, what: null }];
  };
}
