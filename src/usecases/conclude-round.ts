import type { Sql } from '../db/connect.ts';
import { SIGHTING_MONTHS } from '../db/queries/match-input.ts';
import { addMonths, localDate, type Instant } from '../domain/dates.ts';

/**
 * Ends a round that every case has been told of: one mail to each creditor with drop-outs, and the addresses seen are
 * remembered, those of more than six months before its cut-off no longer. Returns the ids of the outbox rows. Done
 * twice it is done once.
 */
export async function concludeRound(sql: Sql, { roundId, at }: { roundId: string; at: Instant }): Promise<string[]> {
  return sql.begin(async (tx) => {
    const [round] = await tx<{ cutOff: Instant }[]>`select cut_off from rounds where id = ${roundId} for update`;
    if (round === undefined) throw new Error(`no round ${roundId}`);
    const seenOn = localDate(round.cutOff);
    const mails = await tx<{ id: string }[]>`
      insert into outbox (id, template, recipient, data, round_id, created_at)
      select ${`drop-outs.${roundId}.`} || creditor_id, 'drop-outs', jsonb_build_object('kind', 'creditor', 'id', creditor_id),
        jsonb_build_object('roundId', ${roundId}::text), ${roundId}, ${at}
      from (select distinct creditor_id from signals where round_id = ${roundId} and state = 'dropped') as those
      on conflict (id) do update set id = excluded.id returning id`;
    await tx`
      insert into address_sightings (address_hash, round_id, seen_on)
      select distinct h.address_hash, ${roundId}, ${seenOn}::date
      from match_decisions d join signals s on s.id = d.signal_id join households h on h.id = s.household_id
      where d.round_id = ${roundId} and d.sighting
      on conflict do nothing`;
    await tx`delete from address_sightings where seen_on < ${addMonths(seenOn, -SIGHTING_MONTHS)}`;
    await tx`update rounds set state = 'confirmed', applied = to_apply where id = ${roundId}`;
    return mails.map(({ id }) => id);
  });
}
