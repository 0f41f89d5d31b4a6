import type { Client } from '@temporalio/client';
import { compareAudit, type AuditComparison } from '../audit/compare.ts';
import { marksOf } from '../audit/marks.ts';
import type { Sql } from '../db/connect.ts';

interface Sources {
  sql: Sql;
  temporal: Client;
  config: { auditKey: string; taskQueue: string };
}

/** A look at the engine that takes a moment, and goes back further than the last run alone. */
const RUNS = 20;

/**
 * Holds the audit log against its seals, and the seals against what the runs that made them reported to the engine: so
 * seals that were cut off at the end show too.
 */
export async function verifyAudit({ sql, temporal, config }: Sources, onSeal?: () => void): Promise<AuditComparison> {
  // Before the seals are read: one that is made meanwhile would look lost.
  const marks = await marksOf(temporal, config.taskQueue, RUNS);
  return compareAudit(sql, { key: config.auditKey, marks, ...(onSeal === undefined ? {} : { onSeal }) });
}
