import { loadDeliveryContext, type DeliveryContext } from '../src/delivery/delivery-context.ts';
import { readDelivery } from '../src/delivery/read.ts';
import type { RowResult } from '../src/delivery/row.ts';
import { UnreadableDelivery } from '../src/delivery/unreadable.ts';
import { keyOf, piece } from '../src/privacy/personal.ts';
import { finishDelivery, refuseDelivery } from '../src/usecases/finish-delivery.ts';
import { placeSignals } from '../src/usecases/place-signals.ts';
import { releaseAbandoned } from '../src/usecases/release-abandoned.ts';
import { resumeDeliveries as resume } from '../src/usecases/resume-deliveries.ts';
import { resumeAvgRequests } from '../src/usecases/start-avg-request.ts';
import { storeDeliveryRows } from '../src/usecases/store-delivery-rows.ts';
import { resumeChanges } from '../src/usecases/tell-change.ts';
import { rematch } from '../workflows/messages.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

const ROWS_A_BATCH = 500;

/** Reads a delivery and stores every row's verdict, batch after batch; a retry passes over what is stored. */
export const storeRows =
  (deps: Dependencies) =>
  (deliveryId: string): Promise<'stored' | 'unreadable'> =>
    withPulse(async () => {
      const context = await loadDeliveryContext(deps.sql, deliveryId);
      try {
        for await (const rows of batchesOf(rowsOf(deps, context))) await storeDeliveryRows(deps, context, rows, context.receivedAt);
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

/** Tells those that waited. @throws Error while some still wait, to be tried again */
export const placeWaiting =
  (deps: Dependencies) =>
  (deliveryId: string): Promise<void> =>
    withPulse(async () => {
      const failures = await placeSignals(deps, deliveryId);
      if (failures.length > 0) throw new Error(`${failures.length} signals could not be told to their case`, { cause: failures[0] });
    });

/** Closes the receipt and mails it; a round whose match list a late warm signal came after makes the list anew. */
export const closeDelivery =
  ({ sql, mail, temporal }: Dependencies) =>
  (deliveryId: string): Promise<void> =>
    withPulse(async () => {
      const { outboxId, outdated } = await finishDelivery(sql, deliveryId);
      await mail.dispatch([outboxId]);
      for (const roundId of outdated) await temporal.workflow.getHandle(`round-${roundId}`).signal(rematch);
    });

/** Goes on with what a process that died left half begun. */
export const resumeDeliveries =
  (deps: Dependencies) =>
  async (): Promise<void> => {
    await resume(deps);
    await releaseAbandoned(deps);
    await resumeChanges(deps);
    await resumeAvgRequests(deps);
  };

function rowsOf(deps: Dependencies, { id, format, encoding, mapping, receivedOn, cutOffOn }: DeliveryContext): AsyncGenerator<RowResult> {
  return readDelivery(piecesOf(deps, id), { type: format, ...(encoding === null ? {} : { encoding }), mapping, context: { receivedOn, cutOffOn } });
}

async function* piecesOf({ sql, keys }: Dependencies, deliveryId: string): AsyncGenerator<Uint8Array> {
  const key = await keyOf(keys, deliveryId);
  for (let n = 0; ; n += 1) {
    const [stored] = await sql<{ bytes: Buffer }[]>`select bytes from delivery_chunks where delivery_id = ${deliveryId} and n = ${n}`;
    if (stored === undefined) return;
    yield piece.open(key, deliveryId, n, stored.bytes);
  }
}

async function* batchesOf(rows: AsyncIterable<RowResult>): AsyncGenerator<RowResult[]> {
  let batch: RowResult[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < ROWS_A_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
