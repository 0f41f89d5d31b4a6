import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallingActor } from '../../actor.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { holdRow } from '../../db/queries/cases/case-rows.ts';
import { insertNote, type Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { insertNoteEvent } from '../../db/queries/cases/timeline.ts';
import { may } from '../../domain/identity/access.ts';
import { AppError } from '../../errors.ts';
import { differencesOf, type Difference } from '../../history/compare.ts';
import { judgeable, type Judgeable } from '../../history/judge.ts';
import { Unfoldable } from '../../history/events.ts';
import type { FoldedCase } from '../../history/fold.ts';
import { rewriteCase } from '../../history/rewrite.ts';
import { runsOf } from '../../history/runs.ts';
import { storedCase } from '../../history/stored.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { mustNotBeAnonymised } from '../retention/anonymised.ts';
import { foldCase, type Sources } from './verify-case.ts';

/** A step that was stored just now is in the history a moment later. */
const LOOKS = 6;
const BETWEEN_LOOKS_MS = 500;

/**
 * Writes a case's rows in Postgres again as its history says, in one transaction, with the differences and the reason
 * in the audit log. Notes, plans, persons and amounts stand in no history and stay as they are.
 * @returns what differed; nothing was written when nothing did
 * @throws AppError forbidden; not-found; conflict when it was anonymised, the history itself cannot be followed, a step is on its way, or the case is just being reopened
 */
export async function repairCase(sources: Sources & { keys: KeyStore }, actor: CallingActor, { caseId, reason }: { caseId: string; reason: string }): Promise<Difference[]> {
  if (!may(actor.role, 'repair-case')) throw new AppError('forbidden', 'Een zaak herstellen doet een beheerder of een projectleider.');
  return sources.sql.begin(async (tx) => {
    await holdRow(tx, caseId);
    await mustNotBeAnonymised(tx, caseId);
    const stored = await storedCase(tx, caseId);
    if (stored === null) throw new AppError('not-found', 'Deze zaak bestaat niet.');
    if (stored.isReserved) throw new AppError('conflict', 'Deze zaak wordt op dit moment heropend; probeer het over tien minuten opnieuw.');
    const folded = await settled(sources, caseId, stored.seq);
    if (folded === null) throw new AppError('conflict', 'Er is op dit moment een stap van deze zaak onderweg; probeer het zo opnieuw.');
    const differences = differencesOf(caseId, stored, folded);
    if (differences.length === 0) return [];
    await rewriteCase(tx, { stored, folded, differences });
    await account({ sql: tx, keys: sources.keys }, actor, { caseId, reason, differences });
    return differences;
  });
}

/** A step that waits for the row that is locked here is stored afterwards, with its mail, so it is left out. */
async function settled(sources: Sources, caseId: string, seq: number): Promise<FoldedCase | null> {
  for (let look = 1; ; look += 1) {
    const { folded, inFlightSince } = await judgeableNow(sources, caseId, seq);
    if (look === LOOKS || (inFlightSince === null && folded?.state.seq === seq)) return folded;
    await pause(BETWEEN_LOOKS_MS);
  }
}

async function judgeableNow(sources: Sources, caseId: string, seq: number): Promise<Judgeable> {
  try {
    const runs = await runsOf(sources, caseId);
    const newest = runs.at(-1);
    if (newest === undefined) throw new Unfoldable('there is none');
    return judgeable(foldCase(runs), seq, newest);
  } catch (error) {
    if (!(error instanceof Unfoldable)) throw error;
    throw new AppError('conflict', `De geschiedenis van deze zaak is zelf niet te volgen (${error.message}); er is niets gewijzigd.`, { cause: error });
  }
}

/** The reason is words, so it is kept as a note; the audit log refers to it. */
async function account({ sql: tx, keys }: Stores, actor: CallingActor, { caseId, reason, differences }: { caseId: string; reason: string; differences: Difference[] }): Promise<void> {
  const noteId = randomUUID();
  const at = new Date().toISOString();
  await insertNote({ sql: tx, keys }, { id: noteId, caseId, authorId: actor.id, at }, 'reason', reason);
  await insertNoteEvent(tx, { caseId, noteId, type: 'repaired', at, actorId: actor.id, actorRole: actor.role });
  await writeAudit(tx, actor, { action: 'repair-case', outcome: 'done', at, caseId, noteId, detail: { differences } });
}
