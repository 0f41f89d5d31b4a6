import { isGrpcServiceError, ServiceError, WorkflowExecutionAlreadyStartedError, WorkflowFailedError, WorkflowNotFoundError, type Client } from '@temporalio/client';
import { casesWithoutHistory, historiesOf, insertHistory } from '../db/queries/case-histories.ts';
import type { Sql } from '../db/connect.ts';
import { packed } from '../history/archive.ts';
import { engineRun, listedRunIds, workflowIdOf, type CaseRun } from '../history/runs.ts';
import type { archiveWorkflow } from '../../workflows/archive.ts';

interface Sources {
  sql: Sql;
  temporal: Client;
}

export interface RunToArchive {
  caseId: string;
  runId: string;
}

/** Starts the archiving of a run that is about to end; called twice for one closing, it starts once. */
export async function startArchiving(temporal: Client, taskQueue: string, run: RunToArchive & { seq: number }): Promise<void> {
  const { caseId, runId, seq } = run;
  try {
    await temporal.workflow.start<typeof archiveWorkflow>('archiveWorkflow', {
      taskQueue,
      workflowId: `archive-${caseId}-${seq}`,
      args: [{ caseId, runId }],
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'Geschiedenis van een gesloten zaak bewaren',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/**
 * Waits for a run to have ended and keeps its history.
 * @returns `open` when it was opened again in the same run, whose next closing will be archived; `forgotten` when the
 * engine no longer knows it
 * @throws Error when it has not ended in time; trying again helps
 */
export async function archiveRun({ sql, temporal }: Sources, { caseId, runId }: RunToArchive, withinMs = 20_000): Promise<'archived' | 'open' | 'forgotten'> {
  await untilEnded(temporal, { caseId, runId }, withinMs);
  const run = await engineRun(temporal, caseId, runId);
  if (run === null) return 'forgotten';
  if (await keep(sql, caseId, run)) return 'archived';
  const [open] = await sql`select 1 from cases where id = ${caseId} and state->>'phase' <> 'closed'`;
  if (open === undefined) throw new Error('the run has not ended yet');
  return 'open';
}

/** Archives the ended runs that were missed. @returns how many were kept now */
export async function archiveMissed({ sql, temporal }: Sources, onCase: () => void = () => undefined): Promise<number> {
  let kept = 0;
  for (const { id } of await casesWithoutHistory(sql)) {
    onCase();
    const known = (await historiesOf(sql, id)).map(({ runId }) => runId);
    for (const runId of await listedRunIds(temporal, id)) {
      if (known.includes(runId)) continue;
      const run = await engineRun(temporal, id, runId);
      if (run !== null && (await keep(sql, id, run))) kept += 1;
    }
  }
  return kept;
}

/** False for a run that has not ended. */
async function keep(sql: Sql, caseId: string, { runId, status, startedAt, closedAt, history }: CaseRun): Promise<boolean> {
  if (closedAt === null) return false;
  await insertHistory(sql, caseId, { runId, status, startedAt, closedAt, ...(await packed(history)) });
  return true;
}

/** Whichever way it ends; whoever calls looks whether it did. */
async function untilEnded(temporal: Client, { caseId, runId }: RunToArchive, withinMs: number): Promise<void> {
  const run = temporal.workflow.getHandle(workflowIdOf(caseId), runId, { followRuns: false });
  try {
    await temporal.connection.withDeadline(Date.now() + withinMs, () => run.result());
  } catch (error) {
    const waitedLongEnough = isGrpcServiceError(error) || error instanceof ServiceError;
    if (!waitedLongEnough && !(error instanceof WorkflowFailedError) && !(error instanceof WorkflowNotFoundError)) throw error;
  }
}
