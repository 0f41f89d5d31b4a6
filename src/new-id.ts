import { createHash, randomUUID } from 'node:crypto';

/**
 * An id that starts with the time it was made (UUID version 7), for rows that come by the thousand: they then stand
 * together in every index, where random ones would touch a page of it each.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** A UUID made from a text (RFC 9562, version 8), so that the same request gives the same id. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
