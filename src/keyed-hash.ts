import { createHmac } from 'node:crypto';
import { searchedNames } from './domain/rights/names.ts';

/** A hash that cannot be computed without the key: for recognising an address, a person or a row. */
export function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Finds the households at one postcode and number, whatever stands behind the number. */
export const numberHash = (key: string, { postcode, houseNumber }: { postcode: string; houseNumber: number }): string => keyedHash(key, `number|${postcode}-${houseNumber}`);

/** Recognises a creditor's file that is delivered again. @param sha256 of the file, hexadecimal */
export const fileHash = (key: string, sha256: string): string => keyedHash(key, `file|${sha256}`);

/** The hash of any JSON, regardless of the order of its fields. */
export function contentHash(key: string, content: unknown): string {
  const sorted = (_: string, value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
  return keyedHash(key, JSON.stringify(content, sorted));
}

/**
 * Recognises the person of an objection of which only this hash is left: of the letters a to z of the name, and the date of birth.
 * Several people can have the same hash, so it only tells that somebody has to look.
 */
export function personKey(key: string, { lastName, birthDate }: { lastName: string; birthDate: string | null }): string {
  return keyedHash(key, `${lastName.normalize('NFKD').toLowerCase().replace(/[^a-z]/g, '')}|${birthDate ?? ''}`);
}

/** The version of the folding in `src/domain/rights/names.ts`; indexes of another version are made anew (`refoldNames`). */
export const FOLDING = 2;

interface NameIndexes {
  /** The hash for finding a person by last name, since the name itself is sealed; null when it has no letter. */
  nameIndex: string | null;
  /** The hashes of the other words of a name with several. */
  secondNameIndex: string | null;
  folding: number;
}

export function nameIndexes(key: string, lastName: string): NameIndexes {
  const [first, second] = searchedNames(lastName).map((name) => hashOfName(key, name));
  return { nameIndex: first ?? null, secondNameIndex: second ?? null, folding: FOLDING };
}

/** The hash of one searched name, as it stands in an index. */
export const hashOfName = (key: string, name: string): string => keyedHash(key, `last name|${name}`);
