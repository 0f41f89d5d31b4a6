import { WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Sql } from '../db/connect.ts';
import { confirmedChanges } from '../db/queries/changes.ts';
import { closedDays } from '../db/queries/policies.ts';
import type { AvgReplanIn } from '../domain/avg-request.ts';
import { replanId } from '../domain/case/replan.ts';
import { refused, replanAvgRequest } from '../../workflows/messages.ts';
import { avgWorkflowId } from './start-avg-request.ts';
import { changeOf } from './tell-change.ts';

const ANSWER_WITHIN_MS = 30_000;

/** Tells every request under the AVG that waits for its decision of a changed calendar or policy; one that was decided meanwhile is passed over. */
export async function tellAvgRequests({ sql, temporal }: { sql: Sql; temporal: Client }, changeId: string): Promise<void> {
  const { because, policy, scope } = changeOf(await confirmedChanges(sql), changeId);
  const waiting = await sql<{ id: string }[]>`
    select id from avg_requests where state = 'received' and seq > 0 ${scope === null ? sql`` : sql`and municipality_code = any(${[...scope]})`} order by id`;
  const message: AvgReplanIn = { changeId, because, closedDays: await closedDays(sql), rule: policy?.deadlines['avg-request'] ?? null };
  for (const { id } of waiting) {
    try {
      await temporal.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => temporal.workflow.getHandle(avgWorkflowId(id)).executeUpdate(replanAvgRequest, { args: [message], updateId: replanId(changeId) }));
    } catch (error) {
      if (!isOver(error)) throw error;
    }
  }
}

function isOver(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === refused.avgRequest;
}
