import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { compareAudit, type AuditComparison } from '../audit/compare.ts';
import type { Sql } from '../db/connect.ts';
import type { SealMark } from './seal-audit.ts';

interface Sources {
  sql: Sql;
  temporal: Client;
  config: { auditKey: string; taskQueue: string };
}

/** What a run of the sealing reports; a run of another kind of result is none of ours. */
const reported = z.object({ newest: z.object({ n: z.int(), hash: z.string() }).nullable() });

/** How far back the engine is asked: each run saw the newest seal of its time, which covers all before it. */
const RUNS = 20;

/**
 * Holds the audit log against its seals, and the seals against what the runs that made them reported to the engine: so
 * seals that were cut off at the end show too.
 */
export async function verifyAudit({ sql, temporal, config }: Sources, onSeal?: () => void): Promise<AuditComparison> {
  // Before the seals are read: a newer one than is read later would look lost.
  const marks = await marksOf(temporal, config.taskQueue);
  return compareAudit(sql, { key: config.auditKey, marks, ...(onSeal === undefined ? {} : { onSeal }) });
}

async function marksOf(temporal: Client, taskQueue: string): Promise<SealMark[]> {
  const marks: SealMark[] = [];
  let runs = 0;
  for await (const { workflowId, runId } of temporal.workflow.list({ query: `WorkflowType = 'sealAuditWorkflow' AND TaskQueue = '${taskQueue}' AND ExecutionStatus = 'Completed'` })) {
    const result = reported.safeParse(await temporal.workflow.getHandle(workflowId, runId).result());
    if (result.success && result.data.newest !== null) marks.push(result.data.newest);
    if (++runs === RUNS) break;
  }
  return marks;
}
