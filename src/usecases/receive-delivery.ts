import { createHash, randomUUID } from 'node:crypto';
import { EncodingSniffer } from '../delivery/encoding.ts';
import { storable } from '../delivery/storable.ts';
import { UnreadableDelivery } from '../delivery/unreadable.ts';
import type { CallingActor } from '../actor.ts';
import type { Sql } from '../db/connect.ts';
import { writeAudit } from '../db/queries/audit.ts';
import { violates } from '../db/errors.ts';
import { AppError } from '../errors.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { keyOf, piece } from '../privacy/personal.ts';

export interface IncomingDelivery {
  creditorId: string;
  roundId: string;
  format: 'csv' | 'json' | 'xlsx';
  fileName: string | null;
  bytes: AsyncIterable<Uint8Array>;
  /** Of the file; a workbook may never be more than 10 MB. */
  limitBytes?: number;
}

const XLSX_LARGEST_BYTES = 10 * 1024 * 1024;
const TEXT_LARGEST_BYTES = 2 * 1024 * 1024 * 1024;
const PIECE_BYTES = 1024 * 1024;

/**
 * Takes in a file as it streams, piece by piece into Postgres: once this returns nothing of it can be lost.
 * The same file again, for the same creditor and round, is the delivery it was the first time.
 * @throws AppError too-large; invalid-input for an empty file; unreadable-delivery for UTF-16
 */
export async function receiveDelivery({ sql, keys }: { sql: Sql; keys: KeyStore }, actor: CallingActor, incoming: IncomingDelivery): Promise<{ id: string; isNew: boolean }> {
  const id = randomUUID();
  const { creditorId, roundId, format, fileName } = incoming;
  await sql`delete from deliveries where state = 'receiving' and received_at < now() - interval '1 day'`;
  await sql`
    insert into deliveries (id, creditor_id, round_id, format, file_name, state, received_at, received_by)
    values (${id}, ${creditorId}, ${roundId}, ${format}, ${fileName === null ? null : storable(fileName)}, 'receiving', now(), ${actor.id})`;
  try {
    const received = await storePieces(sql, await keyOf(keys, id), id, incoming);
    if (await becomesTheOne(sql, actor, { ...incoming, ...received, id })) return { id, isNew: true };
    await forget(sql, id);
    const [first] = await sql<{ id: string }[]>`
      select id from deliveries where creditor_id = ${creditorId} and round_id = ${roundId} and sha256 = ${received.sha256} and state <> 'receiving'`;
    if (first === undefined) throw new Error('the delivery of the same file is gone');
    return { id: first.id, isNew: false };
  } catch (error) {
    await forget(sql, id);
    throw error;
  }
}

/** False when the same file came before; of two at once the unique index lets one through. */
async function becomesTheOne(sql: Sql, actor: CallingActor, { id, bytes, sha256, encoding, creditorId, roundId }: Received & Pick<IncomingDelivery, 'creditorId' | 'roundId'> & { id: string }): Promise<boolean> {
  try {
    await sql.begin(async (tx) => {
      await tx`update deliveries set state = 'processing', bytes = ${bytes}, sha256 = ${sha256}, encoding = ${encoding} where id = ${id}`;
      await writeAudit(tx, actor, { action: 'deliver', outcome: 'done', detail: { deliveryId: id, creditorId, roundId } });
    });
    return true;
  } catch (error) {
    if (violates(error, 'deliveries_same_file')) return false;
    throw error;
  }
}

/** What did not come in whole leaves nothing behind. */
async function forget(sql: Sql, id: string): Promise<void> {
  await sql`delete from deliveries where id = ${id}`;
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
    await sql`insert into delivery_chunks (delivery_id, n, bytes) values (${deliveryId}, ${n}, ${piece.seal(key, deliveryId, n, received)})`;
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

/** Network chunks are of any size; rows of a table had better be of one. */
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
