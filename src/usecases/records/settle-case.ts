import { setTimeout as pause } from 'node:timers/promises';
import { lockSeq, storedSeq } from '../../db/queries/records/lost-steps.ts';
import { differencesOf } from '../../history/compare.ts';
import { Unfoldable } from '../../history/events.ts';
import { rewriteCase } from '../../history/rewrite.ts';
import { runsOf } from '../../history/runs.ts';
import { storedCase } from '../../history/stored.ts';
import { foldCase, type Sources } from './verify-case.ts';

/** A step that is stored just now stands in the history a moment later. */
const A_MOMENT_MS = 700;

/**
 * Takes back what Postgres has of a case beyond its history: steps that were stored by a task that the engine lost because it died
 * before the task was completed. A command, match or re-plan that finds its own change already made calls this first: the change
 * may stand in Postgres alone. Mail of such a step stays as it is: it may have gone, and the step is taken again.
 * @returns whether there was something to take back
 */
export async function settleCase(sources: Sources, caseId: string): Promise<boolean> {
  if (!(await isAhead(sources, caseId))) return false;
  await pause(A_MOMENT_MS);
  return sources.sql.begin(async (tx) => {
    await lockSeq(tx, caseId);
    const stored = await storedCase(tx, caseId);
    const folded = foldCase(await runsOf(sources, caseId));
    if (stored === null || stored.seq <= folded.state.seq) return false;
    const differences = differencesOf(caseId, stored, folded).filter(({ table }) => table !== 'outbox');
    await rewriteCase(tx, { stored, folded, differences });
    return true;
  });
}

async function isAhead(sources: Sources, caseId: string): Promise<boolean> {
  const runs = await runsOf(sources, caseId);
  const seq = await storedSeq(sources.sql, caseId);
  try {
    return runs.length > 0 && seq !== null && seq > foldCase(runs).state.seq;
  } catch (error) {
    // A history that does not follow from the rules cannot be used; the self-check reports it.
    if (error instanceof Unfoldable) return false;
    throw error;
  }
}
