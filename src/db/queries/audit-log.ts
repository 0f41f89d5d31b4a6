/** Searching the audit log. */
import type { CallingActor } from '../../actor.ts';
import type { AuditAction, AuditOutcome, SignInKind } from '../../domain/audit.ts';
import type { Instant } from '../../domain/dates.ts';
import type { Role } from '../../domain/lifecycle.ts';
import type { Db } from '../connect.ts';

export interface AuditRow {
  id: number;
  at: Instant;
  recordedAt: Instant;
  actorId: string | null;
  actorName: string | null;
  actorRole: Role | null;
  action: AuditAction;
  outcome: AuditOutcome;
  caseId: string | null;
  noteId: string | null;
  requestId: string | null;
  signedInBy: SignInKind | null;
  detail: Record<string, unknown>;
}

export interface AuditFilters {
  /** The first instant that counts, and the first after those. */
  from?: Instant | undefined;
  before?: Instant | undefined;
  actorId?: string | undefined;
  caseId?: string | undefined;
  actions?: readonly AuditAction[] | undefined;
  outcome?: AuditOutcome | undefined;
}

const found = (sql: Db, actor: CallingActor, { from, before, actorId, caseId, actions, outcome }: AuditFilters) => sql`
  from audit_log l left join accounts a on a.id = l.actor_id
  where ${inScope(sql, actor)}
    ${from === undefined ? sql`` : sql`and l.at >= ${from}`}
    ${before === undefined ? sql`` : sql`and l.at < ${before}`}
    ${actorId === undefined ? sql`` : sql`and l.actor_id = ${actorId}`}
    ${caseId === undefined ? sql`` : sql`and l.case_id = ${caseId}`}
    ${actions === undefined ? sql`` : sql`and l.action = any(${actions as string[]})`}
    ${outcome === 'refused' ? sql`and l.outcome = 'refused'` : outcome === undefined ? sql`` : sql`and l.outcome = ${outcome}`}`;

/** Who watches over one municipality sees what was done in its cases, or by its people. */
function inScope(sql: Db, { municipalityCode }: CallingActor) {
  if (municipalityCode === null) return sql`true`;
  return sql`(a.municipality_code = ${municipalityCode} or exists (select 1 from cases c where c.id = l.case_id and c.municipality_code = ${municipalityCode}))`;
}

const columns = (sql: Db) =>
  sql`l.id, l.at, l.recorded_at, l.actor_id, a.name as actor_name, l.actor_role, l.action, l.outcome, l.case_id, l.note_id, l.request_id, l.signed_in_by, l.detail`;

/** The newest first. */
export function listAudit(sql: Db, actor: CallingActor, filters: AuditFilters, { after, limit }: { after: { at: Instant; id: number } | null; limit: number }): Promise<AuditRow[]> {
  const onwards = after === null ? sql`` : sql`and (l.at, l.id) < (${after.at}, ${after.id})`;
  return sql<AuditRow[]>`select ${columns(sql)} ${found(sql, actor, filters)} ${onwards} order by l.at desc, l.id desc limit ${limit}`;
}

/** All that was found, the oldest first, as it streams from the database. */
export async function* streamAudit(sql: Db, actor: CallingActor, filters: AuditFilters): AsyncGenerator<AuditRow> {
  for await (const page of sql<AuditRow[]>`select ${columns(sql)} ${found(sql, actor, filters)} order by l.at, l.id`.cursor(500)) yield* page;
}
