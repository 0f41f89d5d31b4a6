/** The input of a round's matching. */
import { addMonths, type LocalDate } from '../../../domain/time/dates.ts';
import type { OpenCase, SignalToMatch } from '../../../domain/matching/matching.ts';
import type { Db } from '../../connect.ts';

/** For how long a sighting makes a later signal at the address consecutive. */
export const SIGHTING_MONTHS = 6;

export interface PendingSignal extends Omit<SignalToMatch, 'objection'> {
  /** The case that it was placed with, which may have closed since. */
  caseId: string;
  /** The case that is open at its address now, a candidate included. */
  openCaseId: string | null;
}

export function pendingSignals(sql: Db, roundId: string, cutOffOn: LocalDate): Promise<PendingSignal[]> {
  return sql<PendingSignal[]>`
    select s.id, s.creditor_id, s.reference, s.amount_cents, s.arrears_since, s.legal_form, s.crisis, s.signal_kind, s.kind, s.case_id,
      h.address_hash as address, h.municipality_code as gemeentecode, open.id as open_case_id, agreed.arrears_age_days, agreed.minimum_amount_cents
    from signals s
    left join lateral (
      select a.arrears_age_days, a.minimum_amount_cents from agreements a
      where a.creditor_id = s.creditor_id and a.valid_from <= ${cutOffOn} and (a.valid_to is null or a.valid_to >= ${cutOffOn})
      order by a.valid_from desc limit 1) agreed on true
    join households h on h.id = s.household_id
    left join cases open on open.household_id = s.household_id and open.phase <> 'closed'
    where s.round_id = ${roundId} and s.state = 'pending'`;
}

/** Cases beyond candidate at the addresses of the round's signals, with the signals in them. */
export function openCasesOf(sql: Db, roundId: string): Promise<(OpenCase & { caseId: string })[]> {
  return sql<(OpenCase & { caseId: string })[]>`
    select c.id as case_id, h.address_hash as address, h.municipality_code as gemeentecode,
      coalesce(bool_and(s.round_id = ${roundId}), false) as of_this_round,
      coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'creditorId', s.creditor_id, 'reference', s.reference, 'amountCents', s.amount_cents))
        filter (where s.id is not null), '[]') as signals
    from cases c
    join households h on h.id = c.household_id
    left join signals s on s.case_id = c.id and s.state = 'in-case'
    where c.phase not in ('closed', 'candidate') and c.household_id in (select household_id from signals where round_id = ${roundId})
    group by c.id, h.address_hash, h.municipality_code`;
}

/** Addresses of the round's signals that were seen in other rounds of the six months before its cut-off. */
export async function sightingsBefore(sql: Db, roundId: string, cutOffOn: LocalDate): Promise<Set<string>> {
  const rows = await sql<{ address: string }[]>`
    select distinct h.address_hash as address
    from signals s join households h on h.id = s.household_id join address_sightings seen on seen.address_hash = h.address_hash
    where s.round_id = ${roundId} and seen.round_id <> ${roundId}
      and seen.seen_on >= ${addMonths(cutOffOn, -SIGHTING_MONTHS)} and seen.seen_on < ${cutOffOn}`;
  return new Set(rows.map(({ address }) => address));
}
