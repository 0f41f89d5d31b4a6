import { createHash } from 'node:crypto';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { insertNoteEvent } from '../../db/queries/cases/timeline.ts';
import { insertNote } from '../../db/queries/cases/notes-and-plans.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { AppError } from '../../errors.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';

/**
 * Adds a note to a case, also to a closed one; the same key twice adds it once.
 * @returns its id
 * @throws AppError not-found; conflict when the case was anonymised
 */
export async function addNote({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, text, key }: { caseId: string; text: string; key: string }): Promise<string> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const id = idFrom(`${caseId} note ${key}`);
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    await insertNote({ sql: tx, keys }, { id, caseId, authorId: actor.id, at }, 'note', text);
    const isNew = await insertNoteEvent(tx, { caseId, noteId: id, type: 'note-added', at, actorId: actor.id, actorRole: actor.role });
    if (isNew) await writeAudit(tx, actor, { action: 'note-added', outcome: 'done', at, caseId, noteId: id, detail: { noteId: id } });
  });
  return id;
}

/** A UUID made from a text (RFC 9562, version 8), so that the same request gives the same id. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
