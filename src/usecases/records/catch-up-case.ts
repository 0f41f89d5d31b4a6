import { holdRow } from '../../db/queries/cases/case-rows.ts';
import { differencesOf } from '../../history/compare.ts';
import { judgeable } from '../../history/judge.ts';
import { rewriteCase } from '../../history/rewrite.ts';
import { runsOf } from '../../history/runs.ts';
import { storedCase } from '../../history/stored.ts';
import { foldCase, type Sources } from './verify-case.ts';

/**
 * Writes into Postgres the steps that a case's history holds as stored and Postgres lacks. That happens when a step was taken back as
 * lost (`settleCase`) whose task ended after all: the engine answers the repeated message from its history then, and nothing would store
 * the step again. Its mail is marked as not sent by us: it may have gone.
 * @returns whether Postgres was behind
 * @throws Unfoldable when the history does not follow from the rules
 */
export async function catchUpCase(sources: Sources, caseId: string): Promise<boolean> {
  return sources.sql.begin(async (tx) => {
    await holdRow(tx, caseId);
    const stored = await storedCase(tx, caseId);
    const runs = await runsOf(sources, caseId);
    const newest = runs.at(-1);
    if (stored === null || newest === undefined) return false;
    const { folded } = judgeable(foldCase(runs), stored.seq, newest);
    if (folded === null || folded.state.seq <= stored.seq) return false;
    await rewriteCase(tx, { stored, folded, differences: differencesOf(caseId, stored, folded) });
    return true;
  });
}
