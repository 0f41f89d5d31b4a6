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

const types = { note: 'note-added', complaint: 'complaint-filed' } as const;

/**
 * Adds a note or a complaint to a case, also to a closed one; the same key twice adds it once.
 * @returns its id
 * @throws AppError not-found; conflict when the case was anonymised
 */
export async function addNote({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, kind, text, key }: { caseId: string; kind: 'note' | 'complaint'; text: string; key: string }): Promise<string> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const id = idFrom(`${caseId} ${kind} ${key}`);
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    await insertNote({ sql: tx, keys }, { id, caseId, authorId: actor.id, at }, kind, text);
    const isNew = await insertNoteEvent(tx, { caseId, noteId: id, type: types[kind], at, actorId: actor.id, actorRole: actor.role });
    if (isNew) await writeAudit(tx, actor, { action: types[kind], outcome: 'done', at, caseId, noteId: id, detail: { noteId: id } });
  });
  return id;
}

/** A UUID made from a text (RFC 9562, version 8), so that the same request gives the same id. */
export function idFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
