/** Keeping a case because of a dispute, whatever its term says, and letting it go again (AVG art. 17(3)(e), legal claims). */
import type { CallingActor } from '../actor.ts';
import type { Db, Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { findCase } from '../db/queries/case-detail.ts';
import { insertNoteEvent } from '../db/queries/timeline.ts';
import { insertNote } from '../db/queries/words.ts';
import { AppError } from '../errors.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { idFrom } from './add-note.ts';
import { mustNotBeAnonymised } from './anonymised.ts';

export const holdActions = ['hold', 'release'] as const;
export type HoldAction = (typeof holdActions)[number];

interface HoldRequest {
  caseId: string;
  action: HoldAction;
  /** Sealed with the case. */
  reason: string;
  /** The same one twice is done once. */
  key: string;
}

const told = { hold: { audit: 'hold-case', event: 'hold-placed' }, release: { audit: 'release-case', event: 'hold-released' } } as const;

/** @throws AppError not-found; conflict when it is kept already, is not kept, or was anonymised */
export async function holdCase({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, action, reason, key }: HoldRequest): Promise<void> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const noteId = idFrom(`${caseId} ${action} ${key}`);
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    const isHeld = await lockHold(tx, caseId);
    const done = await tx`select 1 from timeline where case_id = ${caseId} and key = ${`note-${noteId}`}`;
    if (done.length > 0) return;
    mustChange(action, isHeld);
    await insertNote({ sql: tx, keys }, { id: noteId, caseId, authorId: actor.id, at }, 'reason', reason);
    await insertNoteEvent(tx, { caseId, noteId, type: told[action].event, at, actorId: actor.id, actorRole: actor.role });
    await tx`update cases set held_at = ${action === 'hold' ? at : null}, hold_note_id = ${action === 'hold' ? noteId : null} where id = ${caseId}`;
    await writeAudit(tx, actor, { action: told[action].audit, outcome: 'done', at, caseId, noteId });
  });
}

async function lockHold(tx: Db, caseId: string): Promise<boolean> {
  const [row] = await tx<{ isHeld: boolean }[]>`select held_at is not null as is_held from cases where id = ${caseId} for no key update`;
  return row?.isHeld ?? false;
}

/** @throws AppError conflict */
function mustChange(action: HoldAction, isHeld: boolean): void {
  if (action === 'hold' && isHeld) throw new AppError('conflict', 'Deze zaak wordt al bewaard wegens een geschil.');
  if (action === 'release' && !isHeld) throw new AppError('conflict', 'Deze zaak wordt niet bewaard wegens een geschil.');
}
