/** Who received data of a person, and is told of a correction or an erasure. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** Of each creditor its own references. */
export function referencesOfSignals(sql: Db, signalIds: readonly string[]): Promise<{ creditorId: string; references: string[] }[]> {
  return sql<{ creditorId: string; references: string[] }[]>`
    select creditor_id, array_agg(distinct reference order by reference) as references from signals where id = any(${[...signalIds]}::uuid[]) and anonymised_at is null group by creditor_id order by creditor_id`;
}

/** Whom the mails of a request are to, and when they went. */
export function recipientsOf(sql: Db, { id, caseId }: { id: string; caseId: string }): Promise<{ creditorId: string; creditor: string; toldAt: Instant | null }[]> {
  return sql<{ creditorId: string; creditor: string; toldAt: Instant | null }[]>`
    select c.id as creditor_id, c.name as creditor, o.sent_at as told_at from outbox o join creditors c on c.id = o.recipient->>'id'
    where o.case_id = ${caseId} and o.template in ('person-corrected', 'person-erased') and o.data->>'requestId' = ${id} order by c.name, c.id`;
}

/** The mails of a request that have not gone yet. */
export async function untoldOf(sql: Db, { id, caseId }: { id: string; caseId: string }): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from outbox where case_id = ${caseId} and template in ('person-corrected', 'person-erased') and data->>'requestId' = ${id} and sent_at is null and failed_at is null order by id`;
  return rows.map((row) => row.id);
}
