import { WorkflowExecutionAlreadyStartedError, type Client } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { closedDays, policyVersionOf } from '../db/queries/policies.ts';
import type { AvgKind, AvgRequestInput } from '../domain/avg-request.ts';
import type { LocalDate } from '../domain/dates.ts';
import type { avgRequestWorkflow } from '../../workflows/avg-request.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

export const avgWorkflowId = (requestId: string): string => `avg-${requestId}`;

/** Starts the workflow of a request; one that runs, or has ended, is left alone. */
export async function startAvgRequest({ sql, temporal, config }: Dependencies, requestId: string): Promise<void> {
  const [row] = await sql<{ kind: AvgKind; receivedOn: LocalDate; policyVersion: string }[]>`select kind, received_on, policy_version from avg_requests where id = ${requestId}`;
  if (row === undefined) throw new Error(`no AVG request ${requestId}`);
  const rule = (await policyVersionOf(sql, row.policyVersion)).deadlines['avg-request'];
  const input: AvgRequestInput = { requestId, kind: row.kind, receivedOn: row.receivedOn, rule, closedDays: await closedDays(sql) };
  try {
    await temporal.workflow.start<typeof avgRequestWorkflow>('avgRequestWorkflow', {
      taskQueue: config.taskQueue,
      workflowId: avgWorkflowId(requestId),
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      staticSummary: 'AVG-verzoek',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

/** Starts those that a process that died did not come to start. */
export async function resumeAvgRequests(deps: Dependencies): Promise<void> {
  const waiting = await deps.sql<{ id: string }[]>`
    select id from avg_requests where state = 'received' and seq = 0 and recorded_at < now() - interval '1 minute' order by recorded_at`;
  for (const { id } of waiting) await startAvgRequest(deps, id);
}
