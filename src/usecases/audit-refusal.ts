import type { Db } from '../db/connect.ts';
import { writeAudit, type AuditedActor, type AuditEntry } from '../db/queries/audit.ts';
import { AppError, type ErrorCode } from '../errors.ts';

/** What somebody wanted and may not, or may not now. What was merely mistyped, or too large, is no refusal. */
const refusals: ReadonlySet<ErrorCode> = new Set(['unauthenticated', 'invalid-token', 'forbidden', 'choose-account', 'not-found', 'action-refused', 'conflict', 'round-not-open', 'list-changed', 'preview-outdated']);

/** Writes a refusal down, by whoever answers it. Any other error leaves nothing. */
export async function auditRefusal(sql: Db, actor: AuditedActor, { detail, ...entry }: Omit<AuditEntry, 'outcome' | 'at' | 'noteId'>, error: unknown): Promise<void> {
  if (!(error instanceof AppError) || !refusals.has(error.code)) return;
  const { reason } = error.extra;
  await writeAudit(sql, actor, { ...entry, outcome: 'refused', detail: { ...detail, code: error.code, ...(typeof reason === 'string' ? { reason } : {}) } });
}
