import type { Sql } from '../../src/db/connect.ts';
import { twentePolicy } from '../../src/domain/planning/policy.ts';

/** Puts so many cases into an empty database: three in ten running, over 30 months and 14 municipalities, 1.5 signals each. */
export async function insertCases(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into rounds (id, region_id, month, cut_off, state, opened_at)
    select 'twente-' || to_char(m, 'YYYY-MM'), 'twente', to_char(m, 'YYYY-MM'), m + interval '24 days', 'confirmed', m
    from generate_series(timestamptz '2024-01-01', '2026-06-01', '1 month') m`;
  await sql`
    insert into households (id, address_hash, municipality_code)
    select gen_random_uuid(), 'X' || n, codes[1 + n % cardinality(codes)]
    from generate_series(1, ${count}::int) n, (select array_agg(code order by code) as codes from municipalities)`;
  await sql`
    insert into persons (id, sealed, sealed_for, name_index, person_key)
    values ('00000000-0000-4000-8000-000000000000', 'x', '00000000-0000-4000-8000-000000000000', 'x', 'x')`;
  await sql`
    insert into cases (id, household_id, municipality_code, round_id, policy_version, phase, team_id, opened_at, crisis, signal_count, total_cents, next_due_on, next_due_kind, seq)
    select gen_random_uuid(), h.id, h.municipality_code, 'twente-' || to_char(opened, 'YYYY-MM'), ${twentePolicy.version}, phase,
      (select id from teams t where t.municipality_code = h.municipality_code limit 1), opened, n % 50 = 0, 1 + n % 2, 30000 + n * 7919 % 400000,
      case when phase <> 'closed' then current_date - 10 + (n * 31 % 60)::int end, case when phase <> 'closed' then 'feedback' end, 5
    from (
      select h.*, timestamptz '2024-01-01 09:00Z' + (n * 104729 % 900) * interval '1 day' as opened,
        (array['triage', 'visiting', 'monitoring', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'])[1 + (n / 14) % 10] as phase
      from (select *, substr(address_hash, 2)::bigint as n from households) h) h`;
  await sql`
    insert into signals (id, creditor_id, round_id, reference, household_id, municipality_code, person_id, case_id, amount_cents, arrears_since, kind, content_hash, state, received_at)
    select gen_random_uuid(), ids[1 + (c.total_cents::int + k) % cardinality(ids)], c.round_id, c.id || '-' || k, c.household_id, c.municipality_code, '00000000-0000-4000-8000-000000000000', c.id, 40000, '2024-01-01', 'rent', 'x', 'in-case', c.opened_at
    from cases c, generate_series(1, 2) k, (select array_agg(id order by id) as ids from creditors)
    where k <= c.signal_count`;
}
