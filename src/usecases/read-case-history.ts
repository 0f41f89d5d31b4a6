import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyToJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { findCase } from '../db/queries/case-detail.ts';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import { stepsOf, type HistoryEvent, type HistoryStep } from '../wording/history.ts';

type EngineEvent = NonNullable<History['events']>[number];

export interface CaseRun {
  runId: string;
  status: string;
  startedAt: string;
  closedAt: string | null;
  steps: HistoryStep[];
  /** The engine's events as it gives them, when asked for. */
  events?: unknown[];
}

/**
 * The workflow's own history of a case: every run, oldest first. Ids, codes and dates only.
 * @throws AppError not-found, engine-unavailable
 */
export async function readCaseHistory({ sql, temporal }: { sql: Sql; temporal: Client }, actor: CallingActor, { caseId, raw }: { caseId: string; raw: boolean }): Promise<{ workflowId: string; runs: CaseRun[] }> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'read-history', outcome: 'done', caseId });
  const workflowId = `case-${caseId}`;
  const runs = await answerOf(temporal, () => allRuns(temporal, workflowId, raw));
  return { workflowId, runs };
}

/** Lists are a moment behind, and the newest run is the one that is asked for most: it is looked up by itself. */
async function allRuns(temporal: Client, workflowId: string, raw: boolean): Promise<CaseRun[]> {
  const runIds = new Set<string>();
  for await (const { runId } of temporal.workflow.list({ query: `WorkflowId = '${workflowId}'` })) runIds.add(runId);
  const newest = await describeNewest(temporal, workflowId);
  if (newest !== null) runIds.add(newest);
  const runs = await Promise.all([...runIds].map((runId) => readRun(temporal, workflowId, runId, raw)));
  return runs.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

async function describeNewest(temporal: Client, workflowId: string): Promise<string | null> {
  try {
    return (await temporal.workflow.getHandle(workflowId).describe()).runId;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

async function readRun(temporal: Client, workflowId: string, runId: string, raw: boolean): Promise<CaseRun> {
  const handle = temporal.workflow.getHandle(workflowId, runId);
  const [description, history] = await Promise.all([handle.describe(), handle.fetchHistory()]);
  return {
    runId,
    status: description.status.name,
    startedAt: description.startTime.toISOString(),
    closedAt: description.closeTime?.toISOString() ?? null,
    steps: stepsOf((history.events ?? []).map(reduced)),
    ...(raw ? { events: (JSON.parse(historyToJSON(history)) as { events: unknown[] }).events } : {}),
  };
}

function reduced(event: EngineEvent): HistoryEvent {
  const id = Number(event.eventId);
  const at = new Date(Number(event.eventTime?.seconds ?? 0) * 1_000 + (event.eventTime?.nanos ?? 0) / 1e6).toISOString();
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (request != null) {
    const [payload] = request.args?.payloads ?? [];
    const message = payload === undefined ? {} : defaultPayloadConverter.fromPayload<Record<string, unknown>>(payload);
    return { id, at, kind: 'update', name: request.name ?? '', message };
  }
  if (event.workflowExecutionStartedEventAttributes != null) return { id, at, kind: 'started' };
  if (event.timerFiredEventAttributes != null) return { id, at, kind: 'timer-fired' };
  return ended(event) ? { id, at, kind: 'ended' } : { id, at, kind: 'other' };
}

const ended = (event: EngineEvent): boolean =>
  event.workflowExecutionCompletedEventAttributes != null || event.workflowExecutionFailedEventAttributes != null || event.workflowExecutionTerminatedEventAttributes != null;
