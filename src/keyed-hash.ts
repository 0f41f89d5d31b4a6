import { createHmac } from 'node:crypto';

/** A hash that tells nothing without the key: for recognising an address, a person or a row again. */
export function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Recognises a person over creditors' spellings: the name without case, accents and punctuation, and the date of birth. */
export function personKey(key: string, { lastName, birthDate }: { lastName: string; birthDate: string | null }): string {
  return keyedHash(key, `${plainName(lastName)}|${birthDate ?? ''}`);
}

/** For finding a person by last name where the name itself is sealed: alike for every spelling of case, accents and punctuation. */
export function nameIndex(key: string, lastName: string): string {
  return keyedHash(key, `last name|${plainName(lastName)}`);
}

const plainName = (name: string) => name.normalize('NFKD').toLowerCase().replace(/[^a-z]/g, '');
