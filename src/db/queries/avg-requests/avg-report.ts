/** Data of an inspection beyond that of a case's page: who read it, what was sent to creditors, and everything that was ever written. */
import type { AuditAction } from '../../../domain/audit/audit.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Feedback } from '../../../domain/case/feedback/feedback-schema.ts';
import type { Role } from '../../../domain/case/lifecycle.ts';
import { planBody } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { StoredPlan, Stores } from '../cases/notes-and-plans.ts';

interface Reading {
  role: Role;
  /** Local day. */
  on: LocalDate;
  action: AuditAction;
  times: number;
}

/** Readings by role and day: the resident is not shown which colleague it was. Requests of other residents are left out. */
export function readingsOf(sql: Db, caseId: string): Promise<Reading[]> {
  return sql<Reading[]>`
    select actor_role as role, (at at time zone 'Europe/Amsterdam')::date as on, action, count(*) as times
    from (select at, actor_role, action, outcome from audit_log where case_id = ${caseId} union all select at, actor_role, action, outcome from audit_rows_naming(${caseId})) l
    where outcome = 'done' and action ~ '^(read|list|search|derive|forecast|export)-' and action not like 'read-avg-%'
    group by 1, 2, 3 order by 2, 1, 3`;
}

interface ToldCreditor {
  creditorId: string;
  creditor: string;
  template: string;
  at: Instant;
  sentAt: Instant | null;
}

/** Mails about a case to creditors. */
export function mailsToCreditors(sql: Db, caseId: string): Promise<ToldCreditor[]> {
  return sql<ToldCreditor[]>`
    select o.recipient->>'id' as creditor_id, c.name as creditor, o.template, o.created_at as at, o.sent_at
    from outbox o join creditors c on c.id = o.recipient->>'id' where o.case_id = ${caseId} and o.recipient->>'kind' = 'creditor' order by o.created_at, o.id`;
}

/** Every plan that was kept, drafts included, oldest first. */
export async function plansOfCase({ sql, keys }: Stores, caseId: string): Promise<StoredPlan[]> {
  const rows = await sql<(Omit<StoredPlan, 'body'> & { sealed: Buffer })[]>`select id, sealed, author_id, created_at from plans where case_id = ${caseId} order by created_at, id`;
  const found = await keys.find([caseId]);
  return rows.flatMap(({ sealed, ...plan }) => {
    const body = planBody.open(found, caseId, plan.id, sealed);
    return body === null ? [] : [{ ...plan, body }];
  });
}

export function feedbacksOfCase(sql: Db, caseId: string): Promise<{ id: string; body: Feedback; createdAt: Instant }[]> {
  return sql<{ id: string; body: Feedback; createdAt: Instant }[]>`select id, body, created_at from feedbacks where case_id = ${caseId} order by created_at, id`;
}

/** All cases at the address of a case. */
export async function casesAtAddress(sql: Db, caseId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select other.id from cases one join cases other on other.household_id = one.household_id where one.id = ${caseId} order by other.opened_at, other.id`;
  return rows.map(({ id }) => id);
}

/** The other persons in a case. */
export async function personIdsBeside(sql: Db, caseId: string, own: readonly string[]): Promise<string[]> {
  const rows = await sql<{ personId: string }[]>`
    select distinct s.person_id from signals s join persons p on p.id = s.person_id
    where s.case_id = ${caseId} and p.sealed is not null and not s.person_id = any(${[...own]}::uuid[])`;
  return rows.map(({ personId }) => personId);
}
