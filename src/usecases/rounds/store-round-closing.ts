import type { Sql } from '../../db/connect.ts';
import { findMissedDeliveries } from '../../db/queries/breaches/finding.ts';
import { closedDays, policiesOn } from '../../db/queries/planning/policies.ts';
import { markClosed, roundOpening } from '../../db/queries/rounds/rounds.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';
import type { RoundRules } from '../../domain/rounds/round.ts';

/**
 * Notes that a round is closed; returns what holds for it from here on, by the policy of its cut-off day. Whoever is
 * storing a signal in the round holds its row: the list that is made after this sees that signal.
 */
export async function storeRoundClosing(sql: Sql, { roundId, closedAt }: { roundId: string; closedAt: Instant }): Promise<RoundRules> {
  await markClosed(sql, roundId, closedAt);
  // Whoever delivered nothing in time; of a round that is closed early the night finds it.
  await findMissedDeliveries(sql, closedAt, roundId);
  const { regionId, cutOff } = await roundOpening(sql, roundId);
  const { region } = await policiesOn(sql, regionId, localDate(cutOff));
  return { matchResult: region.deadlines['match-result'], confirmation: region.match.confirmation, closedDays: await closedDays(sql) };
}
