/** Searching the audit log. */
import type { CallingActor } from '../../../actor.ts';
import type { AuditAction, AuditOutcome, SignInKind } from '../../../domain/audit/audit.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Role } from '../../../domain/case/lifecycle.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';
import { inPages } from '../../pages.ts';

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
  /** From this instant on, and up to but not including the second one. */
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
    ${caseId === undefined ? sql`` : sql`and (l.case_id = ${caseId} or l.id = any(array(select id from audit_rows_naming(${caseId}))))`}
    ${actions === undefined ? sql`` : sql`and l.action = any(${actions as string[]})`}
    ${outcome === 'refused' ? sql`and l.outcome = 'refused'` : outcome === undefined ? sql`` : sql`and l.outcome = ${outcome}`}`;

/** A privacy officer of one municipality sees what was done in its cases, or by its accounts. */
function inScope(sql: Db, { municipalityCode }: CallingActor) {
  if (municipalityCode === null) return sql`true`;
  return sql`(a.municipality_code = ${municipalityCode} or exists (select 1 from cases c where c.id = l.case_id and c.municipality_code = ${municipalityCode})
    or exists (select 1 from ${namedOf(sql, municipalityCode)}))`;
}

/** Of the cases in a row about a list or search, those of a municipality. */
const namedOf = (sql: Db, municipalityCode: string) => sql`jsonb_array_elements_text(l.detail->'caseIds') named join cases c on c.id = named::uuid and c.municipality_code = ${municipalityCode}`;

const columns = (sql: Db, { municipalityCode }: CallingActor) =>
  sql`l.id, l.at, l.recorded_at, l.actor_id, a.name as actor_name, l.actor_role, l.action, l.outcome, l.case_id, l.note_id, l.request_id, l.signed_in_by,
    ${municipalityCode === null ? sql`l.detail` : sql`case when l.detail ? 'caseIds' then l.detail || jsonb_build_object('caseIds', (select coalesce(jsonb_agg(c.id), '[]') from ${namedOf(sql, municipalityCode)})) else l.detail end as detail`}`;

export interface AuditPosition {
  at: Instant;
  id: number;
}

/** The newest first. */
export function listAudit(sql: Db, actor: CallingActor, filters: AuditFilters, { after, limit }: PageAsked<AuditPosition>): Promise<AuditRow[]> {
  const onwards = after === null ? sql`` : sql`and (l.at, l.id) < (${after.at}, ${after.id})`;
  return sql<AuditRow[]>`select ${columns(sql, actor)} ${found(sql, actor, filters)} ${onwards} order by l.at desc, l.id desc limit ${limit}`;
}

const ROWS_A_PAGE = 500;

/** All rows found, oldest first, a page at a time. Pages continue by id: moments have microseconds, and JavaScript dates do not. */
export function streamAudit(sql: Db, actor: CallingActor, filters: AuditFilters): AsyncGenerator<AuditRow> {
  return inPages(ROWS_A_PAGE, (last: AuditRow | null, limit) => {
    const onwards = last === null ? sql`` : sql`and (l.at, l.id) > (select at, id from audit_log where id = ${last.id})`;
    return sql<AuditRow[]>`select ${columns(sql, actor)} ${found(sql, actor, filters)} ${onwards} order by l.at, l.id limit ${limit}`;
  });
}
