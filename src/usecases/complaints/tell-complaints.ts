import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { waitingComplaints } from '../../db/queries/complaints/complaint-steps.ts';
import { confirmedChanges } from '../../db/queries/planning/changes.ts';
import { closedDays } from '../../db/queries/planning/policies.ts';
import { replanId } from '../../domain/case/replan.ts';
import type { ComplaintReplanIn } from '../../domain/complaints/complaint.ts';
import { deadlineRuleOf } from '../../domain/planning/policy.ts';
import { answerInTime } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { refused, replanComplaintUpdate } from '../../../workflows/contract.ts';
import { changeOf } from '../planning/tell-change.ts';

/** Tells every complaint that waits of a changed calendar or policy; one that was handled meanwhile is passed over. */
export async function tellComplaints({ sql, temporal }: { sql: Sql; temporal: Client }, changeId: string): Promise<void> {
  const { because, policy, scope } = changeOf(await confirmedChanges(sql), changeId);
  const waiting = await waitingComplaints(sql, scope);
  const message: ComplaintReplanIn = { changeId, because, closedDays: await closedDays(sql), rule: policy === null ? null : deadlineRuleOf(policy, 'complaint') };
  for (const id of waiting) {
    try {
      await answerInTime(temporal, () => temporal.workflow.getHandle(workflowIdOf.complaint(id)).executeUpdate(replanComplaintUpdate, { args: [message], updateId: replanId(changeId) }));
    } catch (error) {
      if (!isOver(error, refused.complaint)) throw error;
    }
  }
}
