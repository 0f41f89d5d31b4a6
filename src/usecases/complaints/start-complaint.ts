import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { complaintToStart, unstartedComplaints } from '../../db/queries/complaints/complaint-steps.ts';
import { closedDays, policyVersionOf } from '../../db/queries/planning/policies.ts';
import type { ComplaintInput } from '../../domain/complaints/complaint.ts';
import { deadlineRuleOf } from '../../domain/planning/policy.ts';
import { startOnce } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  /** Of whoever may see the complaint. */
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** Starts the workflow of a complaint; one that runs, or has ended, is left alone. */
export async function startComplaint(deps: Dependencies, complaintId: string): Promise<void> {
  await startWith(deps, complaintId, await complaintToStart(deps.sql, complaintId));
}

/** As `startComplaint`, for whoever recorded the complaint and may not read it. */
export async function startWith({ sql, temporal, config }: Dependencies, complaintId: string, row: { receivedOn: string; recordedAt: string; policyVersion: string }): Promise<void> {
  const rule = deadlineRuleOf(await policyVersionOf(sql, row.policyVersion), 'complaint');
  const input: ComplaintInput = { complaintId, receivedOn: row.receivedOn, recordedAt: row.recordedAt, rule, closedDays: await closedDays(sql) };
  await startOnce(() =>
    temporal.workflow.start<Workflows['complaintWorkflow']>('complaintWorkflow', {
      taskQueue: config.taskQueue,
      workflowId: workflowIdOf.complaint(complaintId),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'Klacht',
    }),
  );
}

/** Starts those that a process that died did not come to start, and those that were notes in a case before. */
export async function resumeComplaints(deps: Dependencies): Promise<void> {
  for (const id of await unstartedComplaints(deps.sql)) await startComplaint(deps, id);
}
