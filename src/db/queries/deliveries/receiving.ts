/** A file that is being received, piece by piece, and whether it was received before. */
import type { Db } from '../../connect.ts';

interface IncomingRow {
  id: string;
  creditorId: string;
  roundId: string;
  format: 'csv' | 'json' | 'xlsx';
}

export async function insertIncoming(sql: Db, { id, creditorId, roundId, format }: IncomingRow, accountId: string): Promise<void> {
  await sql`
    insert into deliveries (id, creditor_id, round_id, format, state, received_at, received_by)
    values (${id}, ${creditorId}, ${roundId}, ${format}, 'receiving', now(), ${accountId})`;
}

/** Files of which no piece came for a day: the process that received them died. */
export async function removeAbandoned(sql: Db): Promise<void> {
  await sql`delete from deliveries where state = 'receiving' and received_at < now() - interval '1 day'`;
}

export async function removeDelivery(sql: Db, id: string): Promise<void> {
  await sql`delete from deliveries where id = ${id}`;
}

/** @param sealed by the delivery's own key */
export async function insertPiece(sql: Db, deliveryId: string, n: number, sealed: Buffer): Promise<void> {
  await sql`insert into delivery_chunks (delivery_id, n, bytes) values (${deliveryId}, ${n}, ${sealed})`;
}

/** The next piece, sealed; null after the last one. */
export async function findPiece(sql: Db, deliveryId: string, n: number): Promise<Buffer | null> {
  const [piece] = await sql<{ bytes: Buffer }[]>`select bytes from delivery_chunks where delivery_id = ${deliveryId} and n = ${n}`;
  return piece?.bytes ?? null;
}

interface Whole {
  id: string;
  bytes: number;
  /** A keyed hash of its content. */
  sameFile: string;
  /** The file's name and checksum, sealed. */
  receipt: Buffer;
  encoding: string | null;
}

/** Marks the file as received. The unique index `deliveries_same_file` refuses a file that is on record already. */
export async function markReceived(tx: Db, { id, bytes, sameFile, receipt, encoding }: Whole): Promise<void> {
  await tx`update deliveries set state = 'processing', bytes = ${bytes}, same_file = ${sameFile}, receipt = ${receipt}, encoding = ${encoding} where id = ${id}`;
}

type SameFile = Pick<IncomingRow, 'creditorId' | 'roundId'> & { sameFile: string };

/** The delivery on record of the same file; null when there is none. */
export async function standingDelivery(sql: Db, { creditorId, roundId, sameFile }: SameFile): Promise<string | null> {
  const [first] = await sql<{ id: string }[]>`
    select id from deliveries where creditor_id = ${creditorId} and round_id = ${roundId} and same_file = ${sameFile} and state <> 'receiving' and stands`;
  return first?.id ?? null;
}

/**
 * Retires an earlier delivery of the same file when its outcome is no longer valid: it could not be read, was read as another type
 * of file, a later delivery replaced part of it, or rows were refused and the agreement fixes something else now.
 * @returns whether a delivery was retired
 */
export async function retireFallen(sql: Db, { creditorId, roundId, format, sameFile }: SameFile & Pick<IncomingRow, 'format'>): Promise<boolean> {
  const fallen = await sql`
    update deliveries d set stands = false
    where creditor_id = ${creditorId} and round_id = ${roundId} and same_file = ${sameFile} and stands and (state = 'unreadable' or state = 'done' and (
      format <> ${format}
      or exists (select 1 from signals s where s.delivery_id = d.id and s.replaced_by is not null and s.replaced_by not in (select id from signals where delivery_id = d.id))
      or refused > 0 and coalesce(read_with, '{}') <> coalesce((
        select mapping from agreements a where a.creditor_id = d.creditor_id and a.valid_from <= (now() at time zone 'Europe/Amsterdam')::date and coalesce(a.valid_to, 'infinity') >= (now() at time zone 'Europe/Amsterdam')::date
        order by a.valid_from desc limit 1), '{}')))`;
  return fallen.count > 0;
}

interface PlainReceipt {
  id: string;
  fileName: string | null;
  sha256: string | null;
  /** Its key is destroyed. */
  isCleared: boolean;
}

/** Receipts that an older release stored as they are; locked. */
export const plainReceipts = (tx: Db, limit: number) => tx<PlainReceipt[]>`
  select id, file_name, sha256, cleared_at is not null as is_cleared from deliveries
  where (sha256 is not null or file_name is not null) and state <> 'receiving' order by id limit ${limit} for update skip locked`;

export async function storeSealedReceipt(tx: Db, id: string, receipt: Buffer | null): Promise<void> {
  await tx`update deliveries set receipt = ${receipt}, sha256 = null, file_name = null where id = ${id}`;
}
