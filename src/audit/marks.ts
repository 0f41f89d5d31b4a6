/** Which seals the runs that made them reported: the engine remembers that outside the database that is guarded. */
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import type { Seal } from './seal.ts';

/** By which a seal is known to be still the one. */
export type SealMark = Pick<Seal, 'n' | 'hash'>;

const reported = z.object({ newest: z.object({ n: z.int(), hash: z.string() }).nullable() });

/** The newest seals that so many of the last runs saw, the latest run first. Each hash covers all seals before it. */
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
