import { heartbeat } from '@temporalio/activity';
import { loadDeliveryContext, type DeliveryContext } from '../src/delivery/delivery-context.ts';
import { readDelivery } from '../src/delivery/read.ts';
import type { RowResult } from '../src/delivery/row.ts';
import { UnreadableDelivery } from '../src/delivery/unreadable.ts';
import type { Db } from '../src/db/connect.ts';
import { finishDelivery, refuseDelivery } from '../src/usecases/finish-delivery.ts';
import { placeSignals } from '../src/usecases/place-signals.ts';
import { storeDeliveryRows } from '../src/usecases/store-delivery-rows.ts';
import { rematch } from '../workflows/messages.ts';
import type { Dependencies } from './dependencies.ts';

const ROWS_A_BATCH = 500;

/** Reads a delivery and stores every row's verdict, batch after batch; a retry passes over what is stored. */
export const storeRows =
  (deps: Dependencies) =>
  async (deliveryId: string): Promise<'stored' | 'unreadable'> => {
    const context = await loadDeliveryContext(deps.sql, deliveryId);
    try {
      for await (const rows of batchesOf(rowsOf(deps.sql, context))) {
        await storeDeliveryRows(deps, context, rows, context.receivedAt);
        heartbeat(rows.at(-1)?.line);
      }
      return 'stored';
    } catch (error) {
      if (!(error instanceof UnreadableDelivery)) throw error;
      return (await refuseDelivery(deps.sql, deliveryId, error)) ? 'stored' : 'unreadable';
    }
  };

/** Tells every accepted signal to its case's workflow. */
export const placeDelivery =
  (deps: Dependencies) =>
  async (deliveryId: string): Promise<number> =>
    placeSignals(deps, deliveryId, () => heartbeat());

/** Closes the receipt and mails it; a round whose match list a late warm signal came after makes the list anew. */
export const closeDelivery =
  ({ sql, mail, temporal }: Dependencies) =>
  async (deliveryId: string): Promise<void> => {
    const { outboxId, outdated } = await finishDelivery(sql, deliveryId);
    await mail.dispatch([outboxId]);
    for (const roundId of outdated) await temporal.workflow.getHandle(`round-${roundId}`).signal(rematch);
  };

function rowsOf(sql: Db, { id, format, encoding, mapping, receivedOn, cutOffOn }: DeliveryContext): AsyncGenerator<RowResult> {
  return readDelivery(piecesOf(sql, id), { type: format, ...(encoding === null ? {} : { encoding }), mapping, context: { receivedOn, cutOffOn } });
}

async function* piecesOf(sql: Db, deliveryId: string): AsyncGenerator<Uint8Array> {
  for (let n = 0; ; n += 1) {
    const [piece] = await sql<{ bytes: Buffer }[]>`select bytes from delivery_chunks where delivery_id = ${deliveryId} and n = ${n}`;
    if (piece === undefined) return;
    yield piece.bytes;
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
