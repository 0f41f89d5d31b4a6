import { createHmac } from 'node:crypto';
import { searchedNames } from './domain/names.ts';

/** A hash that tells nothing without the key: for recognising an address, a person or a row again. */
export function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Recognises a person over creditors' spellings: the name without case, accents and punctuation, and the date of birth. */
export function personKey(key: string, { lastName, birthDate }: { lastName: string; birthDate: string | null }): string {
  return keyedHash(key, `${plainName(lastName)}|${birthDate ?? ''}`);
}

/** For finding a person by last name where the name itself is sealed: of its first word that counts (`searchedNames`). */
export const nameIndex = (key: string, lastName: string): string => hashOfName(key, searchedNames(lastName)[0] ?? '');

/** The same of the other half of a double name; null for a single one. */
export function secondNameIndex(key: string, lastName: string): string | null {
  const second = searchedNames(lastName)[1];
  return second === undefined ? null : hashOfName(key, second);
}

/** The hash of one searched name, as it stands in an index. */
export const hashOfName = (key: string, name: string): string => keyedHash(key, `last name|${name}`);

const plainName = (name: string) => name.normalize('NFKD').toLowerCase().replace(/[^a-z]/g, '');
