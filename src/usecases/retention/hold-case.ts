/** Puts a case on hold because of a dispute, whatever its retention term, and releases it again (AVG art. 17(3)(e), legal claims). */
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findCase } from '../../db/queries/cases/case-detail.ts';
import { insertNoteEvent, isNoteTold } from '../../db/queries/cases/timeline.ts';
import { insertNote } from '../../db/queries/cases/notes-and-plans.ts';
import { lockHold, storeHold } from '../../db/queries/retention/holds.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { idFrom } from '../cases/add-note.ts';
import { mustNotBeAnonymised } from './anonymised.ts';
import { mustBeTheirs } from '../planning/may-change.ts';

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

/** A hold of the region can only be released by the region. @throws AppError not-found, forbidden; conflict when it is kept already, is not kept, or was anonymised */
export async function holdCase({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, { caseId, action, reason, key }: HoldRequest): Promise<void> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  const noteId = idFrom(`${caseId} ${action} ${key}`);
  const at = new Date().toISOString();
  await sql.begin(async (tx) => {
    await mustNotBeAnonymised(tx, caseId);
    const { isHeld, within } = await lockHold(tx, caseId);
    if (await isNoteTold(tx, caseId, noteId)) return;
    mustChange(action, isHeld);
    if (action === 'release') mustBeTheirs(actor, within);
    await insertNote({ sql: tx, keys }, { id: noteId, caseId, authorId: actor.id, at }, 'reason', reason);
    await insertNoteEvent(tx, { caseId, noteId, type: told[action].event, at, actorId: actor.id, actorRole: actor.role });
    await storeHold(tx, caseId, action === 'hold' ? { at, noteId, within: actor.municipalityCode } : null);
    await writeAudit(tx, actor, { action: told[action].audit, outcome: 'done', at, caseId, noteId });
  });
}

/** @throws AppError conflict */
function mustChange(action: HoldAction, isHeld: boolean): void {
  if (action === 'hold' && isHeld) throw new AppError('conflict', 'Deze zaak wordt al bewaard wegens een geschil.');
  if (action === 'release' && !isHeld) throw new AppError('conflict', 'Deze zaak wordt niet bewaard wegens een geschil.');
}
