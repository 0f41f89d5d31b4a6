import type { Client } from '@temporalio/client';
import { compareAudit, type AuditComparison } from '../../audit/compare.ts';
import { marksOf } from '../../audit/marks.ts';
import type { Sql } from '../../db/connect.ts';

interface Sources {
  sql: Sql;
  temporal: Client;
  config: { auditKey: string; taskQueue: string };
}

/** How many runs are looked at: more than the last one, and few enough to be quick. */
const RUNS = 20;

/**
 * Checks the audit log against its seals, and the seals against those that the engine keeps: so seals that were removed from the end
 * show too.
 */
export async function verifyAudit({ sql, temporal, config }: Sources, onSeal?: () => void): Promise<AuditComparison> {
  // Read before the seals: a seal that is made in between would otherwise look lost.
  const marks = await marksOf(temporal, config.taskQueue, RUNS);
  return compareAudit(sql, { key: config.auditKey, marks, ...(onSeal === undefined ? {} : { onSeal }) });
}
