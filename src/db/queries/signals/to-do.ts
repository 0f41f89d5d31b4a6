/** What waits for a creditor: rows to correct, and re-checks to answer. */
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface DeliveryToCorrect {
  deliveryId: string;
  month: string;
  receivedAt: string;
  /** No row of the file could be read. */
  unreadable: boolean;
  /** Refused rows whose reference has not come again since; a row without a reference stays here until its round closes. */
  refused: number;
}

/** Deliveries to rounds that still take corrections, the oldest first. A file that was sent anew since is left out. */
export const deliveriesToCorrect = (sql: Db, creditorId: string) => sql<DeliveryToCorrect[]>`
  select d.id as delivery_id, r.month, d.received_at, d.state = 'unreadable' as unreadable, count(dr.line)::int as refused
  from deliveries d
  join rounds r on r.id = d.round_id and r.state = 'open'
  left join delivery_rows dr on dr.delivery_id = d.id and dr.verdict = 'refused' and not exists (
    select from delivery_rows later join deliveries ld on ld.id = later.delivery_id
    where ld.creditor_id = d.creditor_id and ld.received_at > d.received_at and later.reference = dr.reference)
  where d.creditor_id = ${creditorId} and d.state in ('done', 'unreadable')
    and not (d.state = 'unreadable' and exists (select from deliveries ld where ld.creditor_id = d.creditor_id and ld.round_id = d.round_id and ld.received_at > d.received_at))
  group by d.id, r.month
  having d.state = 'unreadable' or count(dr.line) > 0
  order by d.received_at, d.id`;

export interface OpenRechecks {
  signals: number;
  /** The first last day to answer; null when none is kept. */
  dueOn: LocalDate | null;
  /** Whether a reminder has been sent for any of them. */
  isReminded: boolean;
}

export async function openRechecks(sql: Db, creditorId: string): Promise<OpenRechecks> {
  const [found] = await sql<OpenRechecks[]>`
    select count(*)::int as signals, min(d.due_on) as due_on, coalesce(bool_or(cases.state->'answers'->>s.creditor_id <> 'asked'), false) as is_reminded
    from signals s join cases on cases.id = s.case_id
    left join lateral (select max(due_on) as due_on from deadlines where case_id = s.case_id and creditor_id = s.creditor_id and ended_at is null) d on true
    where s.creditor_id = ${creditorId} and s.state = 'in-case' and cases.phase = 're-check' and cases.state->'answers'->>s.creditor_id in ('asked', 'reminded', 'silent')`;
  return found ?? { signals: 0, dueOn: null, isReminded: false };
}

/** Whether anything of this creditor was accepted for the round. */
export async function hasDelivered(sql: Db, creditorId: string, roundId: string): Promise<boolean> {
  const [found] = await sql<{ has: boolean }[]>`select exists (select from deliveries where creditor_id = ${creditorId} and round_id = ${roundId} and state = 'done' and accepted + replaced + duplicates > 0) as has`;
  return found?.has ?? false;
}
