import type { Sql } from '../../db/connect.ts';
import { insertMatchMails, markConfirmed, rememberSightings } from '../../db/queries/rounds/match-making.ts';
import { lockRound } from '../../db/queries/rounds/rounds.ts';
import { localDate, type Instant } from '../../domain/time/dates.ts';

/**
 * Ends a round that every case has been told of: one mail to each creditor of what becomes of its signals, and the addresses seen are
 * remembered, those of more than six months before its cut-off no longer. Returns the ids of the outbox rows. Done
 * twice it is done once.
 */
export async function concludeRound(sql: Sql, { roundId, at }: { roundId: string; at: Instant }): Promise<string[]> {
  return sql.begin(async (tx) => {
    const { cutOff } = await lockRound(tx, roundId);
    const mails = await insertMatchMails(tx, roundId, at);
    await rememberSightings(tx, roundId, localDate(cutOff));
    await markConfirmed(tx, roundId);
    return mails;
  });
}
