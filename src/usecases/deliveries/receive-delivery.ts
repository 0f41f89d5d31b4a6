import { createHash, randomUUID } from 'node:crypto';
import { EncodingSniffer } from '../../delivery/formats/encoding.ts';
import { storable } from '../../delivery/judging/storable.ts';
import { UnreadableDelivery } from '../../delivery/unreadable.ts';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { insertIncoming, insertPiece, markReceived, removeAbandoned, removeDelivery, retireFallen, standingDelivery } from '../../db/queries/deliveries/receiving.ts';
import { violates } from '../../db/errors.ts';
import { AppError } from '../../errors.ts';
import { fileHash } from '../../keyed-hash.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { deliveredFile, keyOf, piece } from '../../privacy/personal.ts';

interface IncomingDelivery {
  creditorId: string;
  roundId: string;
  format: 'csv' | 'json' | 'xlsx';
  fileName: string | null;
  bytes: AsyncIterable<Uint8Array>;
  /** Of the file; a workbook may never be more than 10 MB. */
  limitBytes?: number;
  /** Told the file's SHA-256 before it becomes a delivery; what it throws leaves none. False for a request that is sent again: that one reads no file anew. */
  bind?: (sha256: string) => Promise<boolean>;
}

const XLSX_LARGEST_BYTES = 10 * 1024 * 1024;
const TEXT_LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * Receives a file as a stream, piece by piece into Postgres: once this returns nothing of it can be lost. The same file again, for
 * the same creditor and round, gives the earlier delivery, as long as that one is valid.
 * @throws AppError too-large; invalid-input for an empty file; unreadable-delivery for UTF-16
 */
export async function receiveDelivery({ sql, keys, config: { hashKey } }: { sql: Sql; keys: KeyStore; config: { hashKey: string } }, actor: CallingActor, incoming: IncomingDelivery): Promise<{ id: string; isNew: boolean }> {
  const id = randomUUID();
  const { creditorId, roundId, format } = incoming;
  await removeAbandoned(sql);
  await insertIncoming(sql, { id, creditorId, roundId, format }, actor.id);
  try {
    const key = await keyOf(keys, id);
    const received = await storePieces(sql, key, id, incoming);
    const mayReadAnew = (await incoming.bind?.(received.sha256)) ?? true;
    const sameFile = fileHash(hashKey, received.sha256);
    const found = { ...incoming, ...received, id, key, sameFile };
    if (await becomesTheOne(sql, actor, found)) return { id, isNew: true };
    if (mayReadAnew && (await retireFallen(sql, found)) && (await becomesTheOne(sql, actor, found))) return { id, isNew: true };
    await removeDelivery(sql, id);
    const first = await standingDelivery(sql, { creditorId, roundId, sameFile });
    if (first === null) throw new Error('the delivery of the same file is gone');
    return { id: first, isNew: false };
  } catch (error) {
    // A file that was not received to its end leaves nothing behind.
    await removeDelivery(sql, id);
    throw error;
  }
}

interface Arrived extends Received, Pick<IncomingDelivery, 'creditorId' | 'roundId' | 'fileName'> {
  id: string;
  /** The delivery's own key. */
  key: Buffer;
  sameFile: string;
}

/** False when the same file was received before; of two at the same time the unique index allows one. */
async function becomesTheOne(sql: Sql, actor: CallingActor, { id, key, sameFile, fileName, bytes, sha256, encoding, creditorId, roundId }: Arrived): Promise<boolean> {
  const receipt = deliveredFile.seal(new Map([[id, key]]), id, id, { fileName: fileName === null ? null : storable(fileName), sha256 });
  try {
    await sql.begin(async (tx) => {
      await markReceived(tx, { id, bytes, sameFile, receipt, encoding });
      await writeAudit(tx, actor, { action: 'deliver', outcome: 'done', detail: { deliveryId: id, creditorId, roundId } });
    });
    return true;
  } catch (error) {
    if (violates(error, 'deliveries_same_file')) return false;
    throw error;
  }
}

interface Received {
  bytes: number;
  sha256: string;
  encoding: string | null;
}

async function storePieces(sql: Sql, key: Buffer, deliveryId: string, { format, bytes, limitBytes }: IncomingDelivery): Promise<Received> {
  const hash = createHash('sha256');
  const sniffer = format === 'xlsx' ? null : new EncodingSniffer();
  let total = 0;
  let n = 0;
  for await (const received of piecesOf(bytes)) {
    total += received.length;
    refuseTooLarge(format, total, limitBytes);
    hash.update(received);
    sniff(sniffer, received);
    await insertPiece(sql, deliveryId, n, piece.seal(key, deliveryId, n, received));
    n += 1;
  }
  if (total === 0) throw new AppError('invalid-input', 'Het bestand is leeg. Controleer de export en lever opnieuw aan.');
  return { bytes: total, sha256: hash.digest('hex'), encoding: sniffer?.result() ?? null };
}

function sniff(sniffer: EncodingSniffer | null, bytes: Uint8Array): void {
  try {
    sniffer?.push(bytes);
  } catch (error) {
    if (error instanceof UnreadableDelivery) throw new AppError('unreadable-delivery', `${error.message} ${error.advice}`, { cause: error });
    throw error;
  }
}

function refuseTooLarge(format: IncomingDelivery['format'], bytes: number, limitBytes = TEXT_LARGEST_BYTES): void {
  if (format === 'xlsx' && bytes > XLSX_LARGEST_BYTES) throw new AppError('too-large', 'Een Excel-bestand mag 10 MB zijn. Sla het op als "CSV UTF-8" en lever dat aan.');
  if (bytes > limitBytes) throw new AppError('too-large', `Het bestand mag ${limitBytes / (1024 * 1024)} MB zijn. Splits het en lever de delen na elkaar aan.`);
}

/** Network chunks vary in size; the stored pieces have one size. */
async function* piecesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < PIECE_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}
