import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { isNotRunning } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { abandonedReopenings, releaseAbandonedHousehold } from '../../db/queries/cases/case-rows.ts';

const AT_ONCE = 100;

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

/**
 * Gives back the households that a reopening took more than a minute ago and never used: the process that asked for it
 * died before the engine heard of it. Whoever asks again finds the household free, or another case open there.
 */
export async function releaseAbandoned({ sql, temporal }: Dependencies): Promise<void> {
  for (const id of await abandonedReopenings(sql, AT_ONCE)) {
    if (!(await isRunning(temporal, id))) await releaseAbandonedHousehold(sql, id);
  }
}

/** A run that is up may have the reopening in hand. */
async function isRunning(temporal: Client, caseId: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(workflowIdOf.case(caseId)).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (isNotRunning(error)) return false;
    throw error;
  }
}
