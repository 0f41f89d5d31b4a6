/** The runs of a case with their histories: archived ones from Postgres, the others from the engine. */
import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils.js';
import { optionalTsToDate } from '@temporalio/common/lib/time.js';
import { closedRunIds, historiesOf, type ArchivedRun } from '../db/queries/records/case-histories.ts';
import type { Sql } from '../db/connect.ts';
import { isNotRunning } from '../engine/failures.ts';
import { workflowIdOf } from '../engine/workflow-ids.ts';
import type { Instant } from '../domain/time/dates.ts';
import { unpacked } from './archive.ts';

export interface CaseRun {
  runId: string;
  /** The engine's name of the status: RUNNING, COMPLETED, TERMINATED, ... */
  status: string;
  startedAt: Instant;
  /** Null while it runs. */
  closedAt: Instant | null;
  /** Since when a worker is, or should be, busy with a task of it; null when it waits for people and time. */
  taskSince: Instant | null;
  history: History;
}

interface Sources {
  sql: Sql;
  temporal: Client;
}

/**
 * Every known run of a case, oldest first. An archived run is not read from the engine, which may be about to delete it: the history
 * of an ended run does not change.
 * @param listed run ids that the engine's list knows, beside the newest
 */
export async function runsOf({ sql, temporal }: Sources, caseId: string, listed: readonly string[] = []): Promise<CaseRun[]> {
  const archived = new Map((await historiesOf(sql, caseId)).map((run) => [run.runId, run]));
  const newest = await newestRunId(temporal, caseId);
  const runIds = new Set([...archived.keys(), ...(await closedRunIds(sql, caseId)), ...listed, ...(newest === null ? [] : [newest])]);
  const runs = await Promise.all(
    [...runIds].map((runId) => {
      const kept = archived.get(runId);
      return kept === undefined ? engineRun(temporal, caseId, runId) : keptRun(kept);
    }),
  );
  return runs.filter((run) => run !== null).sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

async function keptRun({ runId, status, startedAt, closedAt, history }: ArchivedRun): Promise<CaseRun> {
  return { runId, status, startedAt, closedAt, taskSince: null, history: await unpacked(history) };
}

/** The ids of all runs that the engine lists; the list is a moment behind. */
export async function listedRunIds(temporal: Client, caseId: string): Promise<string[]> {
  const runIds: string[] = [];
  for await (const { runId } of temporal.workflow.list({ query: `WorkflowId = '${workflowIdOf.case(caseId)}'` })) runIds.push(runId);
  return runIds;
}

/** Null when the engine has no such run any more. */
export async function engineRun(temporal: Client, caseId: string, runId: string): Promise<CaseRun | null> {
  return unlessForgotten(async () => {
    const handle = temporal.workflow.getHandle(workflowIdOf.case(caseId), runId);
    const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
    return {
      runId,
      status: description.status.name,
      startedAt: description.startTime.toISOString(),
      closedAt: description.closeTime?.toISOString() ?? null,
      taskSince: optionalTsToDate(description.raw.pendingWorkflowTask?.originalScheduledTime)?.toISOString() ?? null,
      history,
    };
  });
}

function newestRunId(temporal: Client, caseId: string): Promise<string | null> {
  return unlessForgotten(async () => (await temporal.workflow.getHandle(workflowIdOf.case(caseId)).describe()).runId);
}

async function unlessForgotten<Found>(ask: () => Promise<Found>): Promise<Found | null> {
  try {
    return await ask();
  } catch (error) {
    if (isNotRunning(error)) return null;
    throw error;
  }
}
