/** The seals that the runs of the sealing workflow reported; the engine keeps them, outside the database that they guard. */
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { Seal } from './seal.ts';

/** Identifies a seal: its number and hash. */
export type SealMark = Pick<Seal, 'n' | 'hash'>;

const reported = z.object({ newest: z.object({ n: z.int(), hash: z.string() }).nullable() });

/** The newest seal that each of the last runs saw, latest run first. Each hash covers all seals before it. */
export async function marksOf(temporal: Client, taskQueue: string, runs: number): Promise<SealMark[]> {
  const marks: SealMark[] = [];
  let seen = 0;
  for await (const { workflowId, runId } of temporal.workflow.list({ query: `WorkflowType = 'sealAuditWorkflow' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Completed'` })) {
    const { newest } = reported.parse(await temporal.workflow.getHandle(workflowId, runId).result());
    if (newest !== null) marks.push(newest);
    seen += 1;
    if (seen === runs) break;
  }
  return marks;
}
