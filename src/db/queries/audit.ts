import type { CallingActor } from '../../actor.ts';
import type { Db } from '../connect.ts';

interface Entry {
  action: string;
  outcome: 'done' | 'refused';
  caseId?: string | null;
  /** Ids and codes only. */
  detail?: Record<string, unknown>;
}

/** Every read and change of personal data leaves one row; nothing here is ever changed. */
export async function writeAudit(sql: Db, actor: CallingActor, { action, outcome, caseId = null, detail = {} }: Entry): Promise<void> {
  await sql`
    insert into audit_log (actor_id, actor_role, action, outcome, case_id, detail)
    values (${actor.id}, ${actor.role}, ${action}, ${outcome}, ${caseId}, ${sql.json(detail as never)})`;
}

/** The keyed hash of what a command held when it was done; null when it was never done on this case. */
export async function fingerprintOf(sql: Db, caseId: string, commandId: string): Promise<string | null> {
  const [row] = await sql<{ fingerprint: string }[]>`
    select detail->>'fingerprint' as fingerprint from audit_log
    where case_id = ${caseId} and outcome = 'done' and detail->>'commandId' = ${commandId} limit 1`;
  return row?.fingerprint ?? null;
}
