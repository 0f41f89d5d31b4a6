import { randomUUID } from 'node:crypto';

/**
 * An id that starts with the time it was made (UUID version 7), for rows that are inserted by the thousand: they lie together in an
 * index, where random ids would each touch another page. It tells the time, so it is not for ids that a creditor sees.
 */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
