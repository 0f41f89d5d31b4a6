import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { closedDays, policyVersionOf } from '../../db/queries/planning/policies.ts';
import { avgRequestToStart, unstartedAvgRequests } from '../../db/queries/avg-requests/avg-request-steps.ts';
import type { AvgRequestInput } from '../../domain/rights/avg-request.ts';
import { startOnce } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** Starts the workflow of a request; one that runs, or has ended, is left alone. */
export async function startAvgRequest({ sql, temporal, config }: Dependencies, requestId: string): Promise<void> {
  const row = await avgRequestToStart(sql, requestId);
  const rule = (await policyVersionOf(sql, row.policyVersion)).deadlines['avg-request'];
  const input: AvgRequestInput = { requestId, kind: row.kind, receivedOn: row.receivedOn, recordedAt: row.recordedAt, rule, closedDays: await closedDays(sql) };
  await startOnce(() =>
    temporal.workflow.start<Workflows['avgRequestWorkflow']>('avgRequestWorkflow', {
      taskQueue: config.taskQueue,
      workflowId: workflowIdOf.avgRequest(requestId),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'AVG-verzoek',
    }),
  );
}

/** Starts those that a process that died did not come to start. */
export async function resumeAvgRequests(deps: Dependencies): Promise<void> {
  for (const id of await unstartedAvgRequests(deps.sql)) await startAvgRequest(deps, id);
}
