import type { DeliveryContext } from '../../delivery/delivery-context.ts';
import type { TableFound } from '../../delivery/read.ts';
import { storable } from '../../delivery/judging/storable.ts';
import type { UnreadableDelivery } from '../../delivery/unreadable.ts';
import type { Sql } from '../../db/connect.ts';
import { insertReceiptMail, markDone, roundsJoinedLate, storeFileProblem, storeHeadings } from '../../db/queries/deliveries/processing.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { headings } from '../../privacy/personal.ts';

/**
 * Ends a delivery that is done or could not be read: its receipt is final and mailed, its raw bytes are deleted. Returns also the
 * rounds, closed but not confirmed, that a late warm or crisis signal joined: their match list is made again.
 */
export async function finishDelivery(sql: Sql, deliveryId: string): Promise<{ outboxId: string; outdated: string[] }> {
  const outboxId = await sql.begin(async (tx) => {
    await markDone(tx, deliveryId);
    return insertReceiptMail(tx, deliveryId);
  });
  return { outboxId, outdated: await roundsJoinedLate(sql, deliveryId) };
}

/**
 * Ends reading a file that cannot be read any further: the receipt says why and what to do. Rows that were read keep their verdict;
 * a file without any is unreadable. Its bytes are kept until it is finished, so that a retry reads the same.
 */
export async function refuseDelivery({ sql, keys }: { sql: Sql; keys: KeyStore }, deliveryId: string, { code, message, advice, missingColumns, header }: UnreadableDelivery): Promise<'stored' | 'unreadable'> {
  const problem = { code, message: storable(message), advice, missingColumns };
  const sealed = headings.seal(await keys.make([deliveryId]), deliveryId, deliveryId, header.map(storable));
  return (await storeFileProblem(sql, deliveryId, problem, sealed)) === 'unreadable' ? 'unreadable' : 'stored';
}

/** Stores the headings of a file, and what the agreement fixed about reading it, before any row is stored. */
export async function noteHeadings({ sql, keys }: { sql: Sql; keys: KeyStore }, { id, mapping }: Pick<DeliveryContext, 'id' | 'mapping'>, { header, unusedColumns, unreadSheets, goneColumns, isOtherFile }: TableFound): Promise<void> {
  const gone = goneColumns.map(({ heading, instead }) => ({ heading: storable(heading), instead: instead === null ? null : storable(instead) }));
  const sealed = headings.seal(await keys.make([id]), id, id, { header: header.map(storable), unusedColumns: unusedColumns.map(storable), unreadSheets: unreadSheets.map(storable), goneColumns: gone, isOtherFile });
  await storeHeadings(sql, id, sealed, mapping);
}
