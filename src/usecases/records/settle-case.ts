import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { lastStep, lockSeq, type LastStep } from '../../db/queries/records/lost-steps.ts';
import { differencesOf } from '../../history/compare.ts';
import { Unfoldable } from '../../history/events.ts';
import { rewriteCase } from '../../history/rewrite.ts';
import { runsOf } from '../../history/runs.ts';
import { storedCase } from '../../history/stored.ts';
import { foldCase, type Sources } from './verify-case.ts';

/** A step that is stored just now stands in the history when its task ends, a moment later. */
const A_MOMENT_MS = 3_000;

/**
 * Takes back what Postgres has of a case beyond its history: steps that were stored by a task that the engine lost because it died
 * before the task was completed. A command, match or re-plan that finds its own change already made calls this first: the change
 * may stand in Postgres alone. Mail of such a step stays as it is: it may have gone, and the step is taken again.
 * @param aMoment waits until the task of a step that was stored just now has ended
 * @returns whether Postgres was ahead: what was asked has to be asked again
 */
export async function settleCase(sources: Sources, caseId: string, aMoment: () => Promise<unknown> = () => pause(A_MOMENT_MS)): Promise<boolean> {
  const seen = await aheadOfHistory(sources, caseId);
  if (seen === null) return false;
  await aMoment();
  return sources.sql.begin(async (tx) => {
    await lockSeq(tx, caseId);
    const stored = await storedCase(tx, caseId);
    const folded = foldCase(await runsOf(sources, caseId));
    if (stored === null || stored.seq <= folded.state.seq) return false;
    // A worker has taken the step anew meanwhile. Taken back now, it would be missing for good once that task ends.
    if (!isDeepStrictEqual(await lastStep(tx, caseId), seen)) return true;
    const differences = differencesOf(caseId, stored, folded).filter(({ table }) => table !== 'outbox');
    await rewriteCase(tx, { stored, folded, differences });
    return true;
  });
}

/** The last stored step, when the history does not have it. */
async function aheadOfHistory(sources: Sources, caseId: string): Promise<LastStep | null> {
  const runs = await runsOf(sources, caseId);
  const last = await lastStep(sources.sql, caseId);
  try {
    return runs.length > 0 && last !== null && last.seq > foldCase(runs).state.seq ? last : null;
  } catch (error) {
    // A history that does not follow from the rules cannot be used; the self-check reports it.
    if (error instanceof Unfoldable) return null;
    throw error;
  }
}
