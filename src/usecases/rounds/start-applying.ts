import type { Sql } from '../../db/connect.ts';
import { hasUnlistedSignal, markApplying } from '../../db/queries/rounds/match-making.ts';
import { lockRound } from '../../db/queries/rounds/rounds.ts';
import type { Instant } from '../../domain/time/dates.ts';

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
export async function startApplying(sql: Sql, list: ConfirmedList): Promise<boolean> {
  return sql.begin(async (tx) => {
    const { state } = await lockRound(tx, list.roundId);
    if (state !== 'proposed') return state === 'applying';
    if (await hasUnlistedSignal(tx, list.roundId)) return false;
    return markApplying(tx, list);
  });
}
