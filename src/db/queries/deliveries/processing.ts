/** A received delivery, from reading to its end. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface DeliveryToRead {
  id: string;
  creditorId: string;
  /** The creditor's kind. */
  kind: string;
  roundId: string;
  regionId: string;
  month: string;
  cutOff: Instant;
  format: 'csv' | 'json' | 'xlsx';
  encoding: string | null;
  bytes: number;
  receivedAt: Instant;
  /** What the creditor's agreement of that day fixes about its files; null when nothing. */
  mapping: unknown;
}

/** @throws Error when there is none */
export async function deliveryToRead(sql: Db, id: string): Promise<DeliveryToRead> {
  const [row] = await sql<DeliveryToRead[]>`
    select d.id, d.creditor_id, c.kind, d.round_id, r.region_id, r.month, r.cut_off, d.format, d.encoding, d.bytes, d.received_at,
      (select mapping from agreements a where a.creditor_id = d.creditor_id and a.valid_from <= (d.received_at at time zone 'Europe/Amsterdam')::date
         and coalesce(a.valid_to, 'infinity') >= (d.received_at at time zone 'Europe/Amsterdam')::date order by a.valid_from desc limit 1) as mapping
    from deliveries d join creditors c on c.id = d.creditor_id join rounds r on r.id = d.round_id
    where d.id = ${id}`;
  if (row === undefined) throw new Error(`no delivery ${id}`);
  return row;
}

/** The first and last postcode digits of each municipality of a region. */
export const postcodesOf = (sql: Db, regionId: string) => sql<{ code: string; first: number; last: number }[]>`
  select municipality_code as code, first, last from municipality_postcodes
  join municipalities on code = municipality_code where region_id = ${regionId}`;

/** Deliveries that were received more than a minute ago and are not done, oldest first. */
export async function waitingDeliveries(sql: Db): Promise<string[]> {
  const waiting = await sql<{ id: string }[]>`
    select id from deliveries where state = 'processing' and received_at < now() - interval '1 minute' order by received_at`;
  return waiting.map(({ id }) => id);
}

/** @param read what the agreement fixed about reading the file */
export async function storeHeadings(sql: Db, id: string, header: Buffer, read: object): Promise<void> {
  await sql`update deliveries set header = ${header}, read_with = ${sql.json(read as never)} where id = ${id} and state = 'processing'`;
}

interface FileProblem {
  code: string;
  message: string;
  advice: string;
  missingColumns: readonly string[];
}

/** Reading the file had to stop; when no row was read the delivery is unreadable. @returns its new state */
export async function storeFileProblem(sql: Db, id: string, problem: FileProblem, header: Buffer): Promise<string | null> {
  await sql`
    update deliveries set problem = ${sql.json(problem as never)}, header = ${header},
      state = case when rows = 0 then 'unreadable' else state end, finished_at = case when rows = 0 then now() end
    where id = ${id} and state = 'processing' and problem is null`;
  const [delivery] = await sql<{ state: string }[]>`select state from deliveries where id = ${id}`;
  return delivery?.state ?? null;
}

/** Deletes the raw bytes of the file. */
export async function markDone(tx: Db, id: string): Promise<void> {
  await tx`update deliveries set state = 'done', finished_at = now() where id = ${id} and state = 'processing'`;
  await tx`delete from delivery_chunks where delivery_id = ${id}`;
}

/** Writes the mail of the receipt, once. @returns the id of the outbox row */
export async function insertReceiptMail(tx: Db, deliveryId: string): Promise<string> {
  const id = `receipt.${deliveryId}`;
  await tx`
    insert into outbox (id, template, recipient, data, delivery_id, created_at)
    select ${id}, 'receipt', jsonb_build_object('kind', 'creditor', 'id', creditor_id), jsonb_build_object('deliveryId', id), id, now()
    from deliveries where id = ${deliveryId} on conflict do nothing`;
  return id;
}

/** The rounds, closed but not confirmed, that a late warm or crisis signal of the delivery joined. */
export async function roundsJoinedLate(sql: Db, deliveryId: string): Promise<string[]> {
  const rounds = await sql<{ id: string }[]>`
    select distinct r.id from signals s join rounds r on r.id = s.round_id
    where s.delivery_id = ${deliveryId} and (s.state = 'pending' or s.crisis) and r.state in ('matching', 'proposed')`;
  return rounds.map(({ id }) => id);
}
