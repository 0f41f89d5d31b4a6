import type { Client } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/common';
import type { Sql } from '../db/connect.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

/**
 * Gives back the households that a reopening took more than a minute ago and never used: the process that asked for it
 * died before the engine heard of it. Whoever asks again finds the household free, or another case open there.
 */
export async function releaseAbandoned({ sql, temporal }: Dependencies): Promise<void> {
  const taken = await sql<{ id: string }[]>`
    select id from cases where phase <> 'closed' and state->>'phase' = 'closed' and reserved_at < now() - interval '1 minute' limit 100`;
  for (const { id } of taken) {
    if (await isRunning(temporal, id)) continue;
    await sql`
      update cases set phase = 'closed' where id = ${id} and phase <> 'closed' and state->>'phase' = 'closed'
        and reserved_at < now() - interval '1 minute'`;
  }
}

/** A run that is up may have the reopening in hand. */
async function isRunning(temporal: Client, caseId: string): Promise<boolean> {
  try {
    const { status } = await temporal.workflow.getHandle(`case-${caseId}`).describe();
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
