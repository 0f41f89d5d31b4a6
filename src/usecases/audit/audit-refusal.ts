import type { CallingActor } from '../../actor.ts';
import type { Db } from '../../db/connect.ts';
import { writeAudit, type AuditEntry } from '../../db/queries/audit/audit.ts';
import { AppError, type ErrorCode } from '../../errors.ts';

/** Error codes that are refusals: not allowed, or not allowed now. Invalid or too large input is none. */
const refusals: ReadonlySet<ErrorCode> = new Set(['unauthenticated', 'invalid-token', 'forbidden', 'choose-account', 'not-found', 'action-refused', 'conflict', 'round-not-open', 'list-changed', 'preview-outdated']);

/** The log's code of an error; null when it is no refusal. */
export function refusalOf(error: unknown): { code: ErrorCode; reason?: string } | null {
  if (!(error instanceof AppError) || !refusals.has(error.code)) return null;
  const { reason } = error.extra;
  return { code: error.code, ...(typeof reason === 'string' ? { reason } : {}) };
}

/** Writes a refusal of a known caller into the audit log; any other error leaves nothing there. Refusals of unknown callers are counted (`count-refusals.ts`). */
export async function auditRefusal(sql: Db, actor: CallingActor, { detail, ...entry }: Omit<AuditEntry, 'outcome' | 'at' | 'noteId'>, error: unknown): Promise<void> {
  const refusal = refusalOf(error);
  if (refusal !== null) await writeAudit(sql, actor, { ...entry, outcome: 'refused', detail: { ...detail, ...refusal } });
}
