import { findPiece } from '../src/db/queries/deliveries/receiving.ts';
import type { DeliveryContext } from '../src/delivery/delivery-context.ts';
import type { Part } from '../src/delivery/reader/process.ts';
import { readers } from '../src/delivery/reader/readers.ts';
import { UnreadableDelivery } from '../src/delivery/unreadable.ts';
import { workflowIdOf } from '../src/engine/workflow-ids.ts';
import { keyOf, piece } from '../src/privacy/personal.ts';
import { loadDeliveryContext } from '../src/usecases/deliveries/delivery-context.ts';
import { finishDelivery, noteHeadings, refuseDelivery } from '../src/usecases/deliveries/finish-delivery.ts';
import { openNextRound } from '../src/usecases/deliveries/open-next-round.ts';
import { placeSignals } from '../src/usecases/signals/place-signals.ts';
import { storeDeliveryRows } from '../src/usecases/deliveries/store-delivery-rows.ts';
import { rematch } from '../workflows/contract.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** Reads a delivery and stores every row's verdict, batch after batch; a retry passes over what is stored. */
export const storeRows =
  (deps: Dependencies) =>
  (deliveryId: string): Promise<'stored' | 'unreadable'> =>
    withPulse(async () => {
      const context = await loadDeliveryContext(deps.sql, deliveryId);
      await openNextRound(deps, context);
      try {
        let names = {};
        for await (const part of oneAhead(partsOf(deps, context))) {
          if ('rows' in part) await storeDeliveryRows(deps, context, part.rows, context.receivedAt, names);
          else if ('table' in part) {
            names = part.table.headings;
            await noteHeadings(deps, context, part.table);
          }
        }
        return 'stored';
      } catch (error) {
        if (!(error instanceof UnreadableDelivery)) throw error;
        return refuseDelivery(deps, deliveryId, error);
      }
    });

/** Tells every accepted signal to its case's workflow. @returns how many could not be told now */
export const placeDelivery =
  (deps: Dependencies) =>
  (deliveryId: string): Promise<number> =>
    withPulse(async () => (await placeSignals(deps, deliveryId)).length);

/** Tells the signals that waited. @throws Error while some still wait, so that the engine retries */
export const placeWaiting =
  (deps: Dependencies) =>
  (deliveryId: string): Promise<void> =>
    withPulse(async () => {
      const failures = await placeSignals(deps, deliveryId);
      if (failures.length > 0) throw new Error(`${failures.length} signals could not be told to their case`, { cause: failures[0] });
    });

/** Closes the receipt and mails it; when a late warm signal came after the match list was made, the round makes a new list. */
export const closeDelivery =
  ({ sql, mail, temporal }: Dependencies) =>
  (deliveryId: string): Promise<void> =>
    withPulse(async () => {
      const { outboxId, outdated } = await finishDelivery(sql, deliveryId);
      await mail.dispatch([outboxId]);
      for (const roundId of outdated) await temporal.workflow.getHandle(workflowIdOf.round(roundId)).signal(rematch);
    });

/** A file is read in another process, which can be killed: a creditor's file must not stop the worker. */
function partsOf(deps: Dependencies, { id, format, encoding, mapping, receivedOn, cutOffOn, bytes }: DeliveryContext): AsyncGenerator<Part> {
  const job = { type: format, ...(encoding === null ? {} : { encoding }), mapping, context: { receivedOn, cutOffOn } };
  return readers.read({ job, source: () => piecesOf(deps, id), bytes });
}

/** The next part is read while one is stored: one, so that a long file is never held. */
async function* oneAhead(parts: AsyncGenerator<Part>): AsyncGenerator<Part> {
  let coming = parts.next();
  try {
    for (;;) {
      const part = await coming;
      if (part.done === true) return;
      coming = parts.next();
      // Read in vain when storing this one fails.
      coming.catch(() => undefined);
      yield part.value;
    }
  } finally {
    await coming.catch(() => undefined);
    await parts.return(undefined);
  }
}

async function* piecesOf({ sql, keys }: Dependencies, deliveryId: string): AsyncGenerator<Uint8Array> {
  const key = await keyOf(keys, deliveryId);
  for (let n = 0; ; n += 1) {
    const stored = await findPiece(sql, deliveryId, n);
    if (stored === null) return;
    yield piece.open(key, deliveryId, n, stored);
  }
}
