import type { CallingActor } from '../../../actor.ts';
import type { AuditAction, AuditOutcome } from '../../../domain/audit/audit.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db, Sql } from '../../connect.ts';

/** Who did it. Id and role are missing when a request was refused before its caller was known. */
export type AuditedActor = Pick<CallingActor, 'requestId' | 'signedInBy'> & { [Key in 'id' | 'role']: CallingActor[Key] | null };

export interface AuditEntry {
  action: AuditAction;
  outcome: AuditOutcome;
  /** The moment of the change; the moment of writing when there was no change. */
  at?: Instant;
  caseId?: string | null;
  /** The note that holds the reason. */
  noteId?: string | null;
  /** Ids and codes only. */
  detail?: Record<string, unknown>;
}

/** Every sign-in, refusal, read, change and export of personal data leaves one row; nothing here is ever changed. */
export async function writeAudit(sql: Db, actor: AuditedActor, { action, outcome, at = new Date().toISOString(), caseId = null, noteId = null, detail = {} }: AuditEntry): Promise<void> {
  await sql`
    insert into audit_log (at, actor_id, actor_role, action, outcome, case_id, note_id, request_id, signed_in_by, detail)
    values (${at}, ${actor.id}, ${actor.role}, ${action}, ${outcome}, ${caseId}, ${noteId}, ${actor.requestId ?? null}, ${actor.signedInBy ?? null}, ${sql.json(detail as never)})`;
}

/** Writes the row unless it is there already: the engine does a command once, and the row of a command without an answer may be written again. */
export async function writeAuditOnce(sql: Sql, actor: AuditedActor, entry: Pick<AuditEntry, 'action' | 'caseId'> & { detail: Record<string, string | number> }): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify([entry.action, entry.detail])}, 0))`;
    const known = await tx`select 1 from audit_log where action = ${entry.action} and outcome = 'done' and detail @> ${tx.json(entry.detail)} limit 1`;
    if (known.length === 0) await writeAudit(tx, actor, { ...entry, outcome: 'done' });
  });
}

/** The keyed hash of a command's content when it was done; null when the log has no such command on this case. */
export async function fingerprintOf(sql: Db, caseId: string, commandId: string): Promise<string | null> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select detail->>'fingerprint' as fingerprint from audit_log
    where case_id = ${caseId} and outcome = 'done' and detail->>'commandId' = ${commandId} limit 1`;
  return row?.fingerprint ?? null;
}

/** The command that did this to a request under the AVG; null when the log has none. */
export async function commandOf(sql: Db, { caseId, action, requestId }: { caseId: string; action: AuditAction; requestId: string }): Promise<string | null> {
  const [row] = await sql<{ key: string }[]>`
    select detail->>'commandId' as key from audit_log
    where case_id = ${caseId} and outcome = 'done' and action = ${action} and detail->>'requestId' = ${requestId} limit 1`;
  return row?.key ?? null;
}
