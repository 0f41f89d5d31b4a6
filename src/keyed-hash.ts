import { createHmac } from 'node:crypto';

/** A hash that tells nothing without the key: for recognising an address, a person or a row again. */
export function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Recognises a person over creditors' spellings: the name without case, accents and punctuation, and the date of birth. */
export function personKey(key: string, { lastName, birthDate }: { lastName: string; birthDate: string | null }): string {
  const name = lastName.normalize('NFKD').toLowerCase().replace(/[^a-z]/g, '');
  return keyedHash(key, `${name}|${birthDate ?? ''}`);
}
