/** Finds breaches of agreements in what is stored: each under the key of its matter, so that it is found once. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

/** How far back a missed cut-off is looked for; what is older is not raised any more. */
const LOOKS_BACK_DAYS = 100;

/**
 * Rounds of every month whose cut-off has passed and to which a creditor with an agreement delivered nothing in time: it works with a team
 * of the region, or has delivered there before. What came after the cut-off makes it late instead.
 * @param roundId null: all of the last months
 * @returns the ids of those that are new
 */
export async function findMissedDeliveries(tx: Db, at: Instant, roundId: string | null = null): Promise<string[]> {
  const found = await tx<{ id: string }[]>`
    insert into breaches (id, key, kind, creditor_id, round_id, occurred_on, found_at, recorded_by, delivered_at)
    select gen_random_uuid(), 'delivery.' || r.id || '.' || c.id, case when late.at is null then 'no-delivery' else 'late-delivery' end, c.id, r.id,
      (r.cut_off at time zone 'Europe/Amsterdam')::date, ${at}::timestamptz, 'system', late.at
    from rounds r cross join creditors c
    left join lateral (select min(d.received_at) as at from deliveries d where d.round_id = r.id and d.creditor_id = c.id and d.received_at >= r.cut_off and d.state in ('processing', 'done')) late on true
    where not r.by_hand and r.state <> 'open' and r.cut_off <= ${at} and r.cut_off > ${at}::timestamptz - make_interval(days => ${LOOKS_BACK_DAYS}) and (${roundId}::text is null or r.id = ${roundId})
      and exists (select from agreements a where a.creditor_id = c.id and a.valid_from <= (r.cut_off at time zone 'Europe/Amsterdam')::date and coalesce(a.valid_to, 'infinity') >= (r.cut_off at time zone 'Europe/Amsterdam')::date)
      and (exists (select from team_creditors tc join teams t on t.id = tc.team_id join municipalities m on m.code = t.municipality_code
            where tc.creditor_id = c.id and m.region_id = r.region_id and coalesce(tc.valid_from, '-infinity') <= (r.cut_off at time zone 'Europe/Amsterdam')::date and coalesce(tc.valid_to, 'infinity') >= (r.cut_off at time zone 'Europe/Amsterdam')::date)
        or exists (select from deliveries d join rounds other on other.id = d.round_id where d.creditor_id = c.id and other.region_id = r.region_id and d.received_at < r.cut_off))
      and not exists (select from deliveries d where d.round_id = r.id and d.creditor_id = c.id and d.received_at < r.cut_off and d.state in ('processing', 'done'))
    on conflict (key) do nothing returning id`;
  return found.map(({ id }) => id);
}

/** A delivery that came after all: what was missing is late. */
export async function noteLateDeliveries(tx: Db): Promise<number> {
  return (await tx`
    update breaches b set kind = 'late-delivery', delivered_at = late.at
    from (select d.round_id, d.creditor_id, min(d.received_at) as at from deliveries d where d.state in ('processing', 'done') group by 1, 2) late
    where b.kind = 'no-delivery' and late.round_id = b.round_id and late.creditor_id = b.creditor_id`).count;
}

/**
 * Re-checks whose last day to answer was over before the creditor answered, or that it never answered; one for each time it was asked.
 * @returns the ids of those that are new
 */
export async function findUnansweredRechecks(tx: Db, at: Instant): Promise<string[]> {
  const found = await tx<{ id: string }[]>`
    insert into breaches (id, key, kind, creditor_id, case_id, deadline_id, municipality_code, occurred_on, found_at, recorded_by)
    select gen_random_uuid(), 're-check.' || d.id, 're-check-unanswered', d.creditor_id, d.case_id, d.id, d.municipality_code, d.due_on + 1, ${at}::timestamptz, 'system'
    from deadlines d
    where d.kind = 're-check-answer' and d.creditor_id is not null and d.breached_at is not null and not d.moot and d.breached_at > ${at}::timestamptz - make_interval(days => ${LOOKS_BACK_DAYS})
    on conflict (key) do nothing returning id`;
  return found.map(({ id }) => id);
}
