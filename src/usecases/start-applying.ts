import type { Sql } from '../db/connect.ts';
import type { Instant } from '../domain/dates.ts';

interface ConfirmedList {
  roundId: string;
  listVersion: number;
  by: string;
  at: Instant;
}

/**
 * Fixes the match list: from here on no signal comes into the round. False when a signal was stored that is not on
 * the list: then it must be made, and confirmed, anew. Fixing the same list again changes nothing.
 */
export async function startApplying(sql: Sql, { roundId, listVersion, by, at }: ConfirmedList): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [round] = await tx<{ state: string }[]>`select state from rounds where id = ${roundId} for update`;
    if (round?.state !== 'proposed') return round?.state === 'applying';
    const missing = await tx`
      select 1 from signals s where s.round_id = ${roundId} and s.state = 'pending'
        and not exists (select 1 from match_decisions d where d.round_id = ${roundId} and d.signal_id = s.id) limit 1`;
    if (missing.length > 0) return false;
    const fixed = await tx`
      update rounds set state = 'applying', confirmed_at = ${at}, confirmed_by = ${by}, applied = 0,
        to_apply = (select count(distinct case_id) from match_decisions where round_id = ${roundId})
      where id = ${roundId} and list_version = ${listVersion}`;
    return fixed.count === 1;
  });
}
