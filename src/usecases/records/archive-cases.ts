/** Archives histories of ended runs in Postgres, since the engine deletes them after its retention. */
import type { Client } from '@temporalio/client';
import { closedRuns, forgetClosedRun, insertHistory, type ClosedRun } from '../../db/queries/records/case-histories.ts';
import type { Sql } from '../../db/connect.ts';
import { packed } from '../../history/archive.ts';
import { engineRun } from '../../history/runs.ts';
import { pooled } from '../../pooled.ts';

interface Sources {
  sql: Sql;
  temporal: Client;
}

const AT_ONCE = 8;

/**
 * Keeps the history of every run that closed its case and has ended since; one that is still ending waits for the next
 * time, one whose case was opened again in the same run for its next closing.
 * @param onRun called for each run that was looked at
 * @returns how many were kept, and how many the engine had forgotten already
 */
export async function archiveCases(sources: Sources, onRun: () => void = () => undefined): Promise<{ kept: number; forgotten: number }> {
  const outcomes = { kept: 0, forgotten: 0, open: 0, ending: 0 };
  for await (const runs of closedRuns(sources.sql)) {
    await pooled(AT_ONCE, runs, async (run) => {
      outcomes[await archive(sources, run)] += 1;
      onRun();
    });
  }
  return { kept: outcomes.kept, forgotten: outcomes.forgotten };
}

async function archive({ sql, temporal }: Sources, { caseId, runId, isClosed }: ClosedRun): Promise<'kept' | 'forgotten' | 'open' | 'ending'> {
  const run = await engineRun(temporal, caseId, runId);
  if (run !== null && run.closedAt === null) {
    if (isClosed) return 'ending';
    await forgetClosedRun(sql, { caseId, runId });
    return 'open';
  }
  if (run !== null && run.closedAt !== null) {
    const { status, startedAt, closedAt, history } = run;
    await insertHistory(sql, caseId, { runId, status, startedAt, closedAt, ...(await packed(history)) });
  }
  await forgetClosedRun(sql, { caseId, runId });
  return run === null ? 'forgotten' : 'kept';
}
