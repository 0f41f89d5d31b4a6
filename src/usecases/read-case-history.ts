import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { findCase } from '../db/queries/case-detail.ts';
import { answerOf } from '../engine.ts';
import { AppError } from '../errors.ts';
import { instantOf, payloadOf, type EngineEvent } from '../history/events.ts';
import { listedRunIds, runsOf, workflowIdOf } from '../history/runs.ts';
import { stepsOf, type HistoryEvent, type HistoryStep } from '../wording/history.ts';

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
 * The workflow's own history of a case: every run, oldest first, those that the engine has forgotten included. Ids,
 * codes and dates only.
 * @throws AppError not-found, engine-unavailable
 */
export async function readCaseHistory({ sql, temporal }: { sql: Sql; temporal: Client }, actor: CallingActor, { caseId, raw }: { caseId: string; raw: boolean }): Promise<{ workflowId: string; runs: CaseRun[] }> {
  if ((await findCase(sql, actor, caseId)) === null) throw new AppError('not-found', 'Deze zaak bestaat niet, of is niet van u.');
  await writeAudit(sql, actor, { action: 'read-history', outcome: 'done', caseId });
  const runs = await answerOf(temporal, () => allRuns({ sql, temporal }, caseId, raw));
  return { workflowId: workflowIdOf(caseId), runs };
}

/** Lists are a moment behind, and the newest run is the one that is asked for most: `runsOf` looks it up by itself. */
async function allRuns(sources: { sql: Sql; temporal: Client }, caseId: string, raw: boolean): Promise<CaseRun[]> {
  const runs = await runsOf(sources, caseId, await listedRunIds(sources.temporal, caseId));
  return runs.map(({ history, ...run }) => ({
    ...run,
    steps: stepsOf((history.events ?? []).map(reduced)),
    ...(raw ? { events: (JSON.parse(historyToJSON(history)) as { events: unknown[] }).events } : {}),
  }));
}

function reduced(event: EngineEvent): HistoryEvent {
  const id = Number(event.eventId);
  const at = instantOf(event);
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  if (request != null) return { id, at, kind: 'update', name: request.name ?? '', message: payloadOf(request.args?.payloads) as Record<string, unknown> };
  if (event.workflowExecutionStartedEventAttributes != null) return { id, at, kind: 'started' };
  if (event.timerFiredEventAttributes != null) return { id, at, kind: 'timer-fired' };
  return ended(event) ? { id, at, kind: 'ended' } : { id, at, kind: 'other' };
}

const ended = (event: EngineEvent): boolean =>
  event.workflowExecutionCompletedEventAttributes != null || event.workflowExecutionFailedEventAttributes != null || event.workflowExecutionTerminatedEventAttributes != null;
