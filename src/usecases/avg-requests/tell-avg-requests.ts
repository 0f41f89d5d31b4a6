import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { confirmedChanges } from '../../db/queries/planning/changes.ts';
import { closedDays } from '../../db/queries/planning/policies.ts';
import { undecidedAvgRequests } from '../../db/queries/avg-requests/avg-request-steps.ts';
import type { AvgReplanIn } from '../../domain/rights/avg-request.ts';
import { answerInTime } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { replanId } from '../../domain/case/replan.ts';
import { refused, replanAvgRequest } from '../../../workflows/contract.ts';
import { changeOf } from '../planning/tell-change.ts';

/** Tells every request under the AVG that waits for its decision of a changed calendar or policy; one that was decided meanwhile is passed over. */
export async function tellAvgRequests({ sql, temporal }: { sql: Sql; temporal: Client }, changeId: string): Promise<void> {
  const { because, policy, scope } = changeOf(await confirmedChanges(sql), changeId);
  const waiting = await undecidedAvgRequests(sql, scope);
  const message: AvgReplanIn = { changeId, because, closedDays: await closedDays(sql), rule: policy?.deadlines['avg-request'] ?? null };
  for (const id of waiting) {
    try {
      await answerInTime(temporal, () => temporal.workflow.getHandle(workflowIdOf.avgRequest(id)).executeUpdate(replanAvgRequest, { args: [message], updateId: replanId(changeId) }));
    } catch (error) {
      if (!isOver(error, refused.avgRequest)) throw error;
    }
  }
}
