import type { CallingActor } from '../../actor.ts';
import type { AuditAction, AuditOutcome } from '../../domain/audit.ts';
import type { Instant } from '../../domain/dates.ts';
import type { Db } from '../connect.ts';

/** Who is written down: an actor; without an id and role, whoever was refused before it was known who asked. */
export type AuditedActor = Pick<CallingActor, 'requestId' | 'signedInBy'> & { [Key in 'id' | 'role']: CallingActor[Key] | null };

export interface AuditEntry {
  action: AuditAction;
  outcome: AuditOutcome;
  /** The moment of the change that it tells of; that of the writing where there is none. */
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

/** The keyed hash of what a command held when it was done; null when it was never written down as done on this case. */
export async function fingerprintOf(sql: Db, caseId: string, commandId: string): Promise<string | null> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select detail->>'fingerprint' as fingerprint from audit_log
    where case_id = ${caseId} and outcome = 'done' and detail->>'commandId' = ${commandId} limit 1`;
  return row?.fingerprint ?? null;
}
