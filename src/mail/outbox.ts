/** A mail's row in the outbox, as templates read it. */
import type { OutboxRow } from '../db/queries/outreach/outbox.ts';

/** Thrown when trying again cannot help: there is no recipient, or the subject of the mail was deleted. Without personal data. */
export class Unsendable extends Error {
  override readonly name = 'Unsendable';
}

/** @throws Error for a row without a case, which is a bug in the code that wrote it. */
export function caseIdOf({ id, caseId }: OutboxRow): string {
  if (caseId === null) throw new Error(`outbox row ${id} names no case`);
  return caseId;
}
