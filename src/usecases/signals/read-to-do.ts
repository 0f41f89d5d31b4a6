import type { CallingActor } from '../../actor.ts';
import { apiAddress } from '../../api-addresses.ts';
import type { Sql } from '../../db/connect.ts';
import { allRounds } from '../../db/queries/rounds/rounds.ts';
import { deliveriesToCorrect, hasDelivered, openRechecks, type DeliveryToCorrect, type OpenRechecks } from '../../db/queries/signals/to-do.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { currentRound } from '../deliveries/round-for-delivery.ts';
import { mustBeTheirCreditor } from './read-signals.ts';

export interface CreditorToDo {
  /** The round that a delivery of now belongs to; null while none is open. */
  round: { month: string; deliverBefore: Instant; delivered: boolean } | null;
  toCorrect: (DeliveryToCorrect & { links: { refusedCsv: string } })[];
  reChecks: OpenRechecks;
}

/** What waits for a creditor now. @throws AppError forbidden, not-found */
export async function readToDo(sql: Sql, actor: CallingActor, creditorId: string, at: Instant = new Date().toISOString()): Promise<CreditorToDo> {
  await mustBeTheirCreditor(sql, actor, creditorId);
  return sql.begin(async (tx) => {
    const round = currentRound(await allRounds(tx), at);
    return {
      round: round === undefined ? null : { month: round.month, deliverBefore: round.cutOff, delivered: await hasDelivered(tx, creditorId, round.id) },
      toCorrect: (await deliveriesToCorrect(tx, creditorId)).map((delivery) => ({ ...delivery, links: { refusedCsv: `${apiAddress.delivery(delivery.deliveryId)}/refused.csv` } })),
      reChecks: await openRechecks(tx, creditorId),
    };
  });
}
