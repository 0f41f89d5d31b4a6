import type { Sql } from '../db/connect.ts';
import { closedDays, policiesOn } from '../db/queries/policies.ts';
import { localDate, type Instant } from '../domain/dates.ts';
import type { RoundRules } from '../domain/round.ts';

/**
 * Notes that a round is closed; returns what holds for it from here on, by the policy of its cut-off day. Whoever is
 * storing a signal in the round holds its row: the list that is made after this sees that signal.
 */
export async function storeRoundClosing(sql: Sql, { roundId, closedAt }: { roundId: string; closedAt: Instant }): Promise<RoundRules> {
  await sql`update rounds set state = 'matching', closed_at = ${closedAt} where id = ${roundId} and state = 'open'`;
  const [round] = await sql<{ regionId: string; cutOff: Instant }[]>`select region_id, cut_off from rounds where id = ${roundId}`;
  if (round === undefined) throw new Error(`no round ${roundId}`);
  const { region } = await policiesOn(sql, round.regionId, localDate(round.cutOff));
  return { matchResult: region.deadlines['match-result'], confirmation: region.match.confirmation, closedDays: await closedDays(sql) };
}
