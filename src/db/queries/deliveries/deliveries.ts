import type { CallingActor } from '../../../actor.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { KeyStore } from '../../../privacy/key-store.ts';
import { deliveredFile, headings, refusedRow, type Headings, type RefusedRow } from '../../../privacy/personal.ts';
import type { SignalKind } from '../../../domain/codes.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from '../cases/notes-and-plans.ts';

export interface Receipt {
  id: string;
  creditorId: string;
  month: string;
  format: string;
  encoding: string | null;
  fileName: string | null;
  bytes: number;
  sha256: string | null;
  state: 'receiving' | 'processing' | 'done' | 'unreadable';
  receivedAt: string;
  finishedAt: string | null;
  rows: number;
  accepted: number;
  replaced: number;
  duplicates: number;
  refused: number;
  placed: number;
  problem: { code: string; message: string; advice: string; missingColumns: string[]; header: string[] } | null;
  /** The headings of columns that were not used, as the creditor wrote them. */
  unusedColumns: string[];
  /** The names of visible sheets of a workbook that were not read. */
  unreadSheets: string[];
  /** Columns of the agreement that are not in the file, and what was read in their place. */
  goneColumns: { heading: string; instead: string | null }[];
  /** It has none of them: it was read by its headings alone. */
  isOtherFile: boolean;
  /** Rows that came too late for the round, by the month of the round that they go to; crises are taken up at once. */
  late: { month: string; rows: number }[];
  /** Accepted rows of a kind that is not the ordinary one. */
  kinds: { signalKind: SignalKind; rows: number }[];
}

const columns = (sql: Db) => sql`
  d.id, d.creditor_id, r.month, d.format, d.encoding, d.bytes, d.state, d.received_at, d.finished_at,
  d.rows, d.accepted, d.replaced, d.duplicates, d.refused, d.placed, d.problem, d.header, d.receipt, ${lateRows(sql)} as late, ${kindRows(sql)} as kinds`;

const lateRows = (sql: Db) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('month', month, 'rows', n) order by month), '[]')
  from (select other.month, count(*) as n from delivery_rows dr join rounds other on other.id = dr.round_id left join signals s on s.id = dr.signal_id
        where dr.delivery_id = d.id and ${isLate(sql)} group by other.month) as counted)`;

const kindRows = (sql: Db) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('signalKind', signal_kind, 'rows', n) order by signal_kind), '[]')
  from (select s.signal_kind, count(*) as n from delivery_rows dr join signals s on s.id = dr.signal_id
        where dr.delivery_id = d.id and dr.verdict in ('accepted', 'replaced') and s.signal_kind <> 'ordinary' group by s.signal_kind) as counted)`;

const isLate = (sql: Db) => sql`(dr.round_id <> d.round_id and dr.verdict in ('accepted', 'replaced') and not coalesce(s.crisis, false))`;

type Row = Omit<Receipt, 'problem' | 'fileName' | 'sha256' | 'unusedColumns' | 'unreadSheets' | 'goneColumns' | 'isOtherFile'> & { problem: Omit<NonNullable<Receipt['problem']>, 'header'> | null; header: Buffer | null; receipt: Buffer | null };

/** Adds the file's name and checksum while the delivery's key exists, and the first line of files that could not be read. */
async function opened(keys: KeyStore, rows: readonly Row[]): Promise<Receipt[]> {
  const theirs = await keys.find(rows.flatMap(({ id, header: sealed, receipt }) => (sealed === null && receipt === null ? [] : [id])));
  return rows.map(({ header: sealed, receipt, problem, ...row }) => {
    const { header, unusedColumns, unreadSheets, goneColumns = [], isOtherFile = false } = headingsIn(headings.open(theirs, row.id, row.id, sealed));
    const file = deliveredFile.open(theirs, row.id, row.id, receipt) ?? { fileName: null, sha256: null };
    return { ...row, ...file, problem: problem === null ? null : { ...problem, header }, unusedColumns, unreadSheets, goneColumns, isOtherFile };
  });
}

const headingsIn = (found: Headings | string[] | null): Headings => (found === null || Array.isArray(found) ? { header: found ?? [], unusedColumns: [], unreadSheets: [] } : found);

/** A creditor sees its own deliveries, the desk and the project leader all. */
const visible = (sql: Db, actor: CallingActor) => (actor.role === 'creditor' ? sql`d.creditor_id = ${actor.creditorId}` : sql`true`);

export async function findReceipt({ sql, keys }: Stores, actor: CallingActor, id: string): Promise<Receipt | null> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from deliveries d join rounds r on r.id = d.round_id where d.id = ${id} and ${visible(sql, actor)}`;
  return (await opened(keys, rows))[0] ?? null;
}

/** The receipt for the mail to the creditor. */
export async function receiptOf({ sql, keys }: Stores, id: string): Promise<Receipt | null> {
  const rows = await sql<Row[]>`select ${columns(sql)} from deliveries d join rounds r on r.id = d.round_id where d.id = ${id}`;
  return (await opened(keys, rows))[0] ?? null;
}

export type DeliveryName = Pick<Receipt, 'id' | 'creditorId' | 'month'>;

/** Creditor and month of a delivery, without opening sealed data. */
export async function findDelivery(sql: Db, actor: CallingActor, id: string): Promise<DeliveryName | null> {
  const [row] = await sql<DeliveryName[]>`
    select d.id, d.creditor_id, r.month from deliveries d join rounds r on r.id = d.round_id where d.id = ${id} and ${visible(sql, actor)}`;
  return row ?? null;
}

export interface ReceiptFilters {
  month?: string | undefined;
  creditorId?: string | undefined;
}

export async function listReceipts({ sql, keys }: Stores, actor: CallingActor, { month, creditorId }: ReceiptFilters): Promise<Receipt[]> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from deliveries d join rounds r on r.id = d.round_id
    where d.state <> 'receiving' and ${visible(sql, actor)}
      and (${month ?? null}::text is null or r.month = ${month ?? null}) and (${creditorId ?? null}::text is null or d.creditor_id = ${creditorId ?? null})
    order by d.received_at desc, d.id limit 500`;
  return opened(keys, rows);
}

export interface RowVerdict {
  line: number;
  reference: string | null;
  verdict: 'accepted' | 'duplicate' | 'replaced' | 'refused';
  month: string | null;
  signalId: string | null;
  caseId: string | null;
  /** Of a row that was accepted. */
  signalKind: SignalKind | null;
  endsOn: LocalDate | null;
  /** The row came too late for its round and goes to that of `month`. */
  late: boolean;
  problems: RefusedRow['problems'];
  /** A refused row as its creditor gave it. */
  given: string[];
}

/** The verdict of every row, in the order of the file, a page at a time. */
export async function* rowVerdicts({ sql, keys }: { sql: Db; keys: KeyStore }, deliveryId: string, { after = 0, pageSize = 1000, verdict }: { after?: number; pageSize?: number; verdict?: RowVerdict['verdict'] | undefined } = {}): AsyncGenerator<RowVerdict> {
  const key = await keys.find([deliveryId]);
  for (let last = after; ; ) {
    const page = await sql<(Omit<RowVerdict, 'problems' | 'given'> & { problems: Buffer | null })[]>`
      select dr.line, dr.reference, dr.verdict, r.month, dr.signal_id, s.case_id, s.signal_kind, s.ends_on, dr.problems, coalesce(${isLate(sql)}, false) as late
      from delivery_rows dr join deliveries d on d.id = dr.delivery_id left join signals s on s.id = dr.signal_id left join rounds r on r.id = dr.round_id
      where dr.delivery_id = ${deliveryId} and dr.line > ${last} and (${verdict ?? null}::text is null or dr.verdict = ${verdict ?? null}) order by dr.line limit ${pageSize}`;
    yield* page.map((row) => {
      const refused = refusedRow.open(key, deliveryId, `${deliveryId}/${row.line}`, row.problems) ?? [];
      return { ...row, ...(Array.isArray(refused) ? { problems: refused, given: [] } : refused) };
    });
    if (page.length < pageSize) return;
    last = page.at(-1)?.line ?? last;
  }
}

/** The headings of a delivery's file; empty when they were deleted. */
export async function headerOf({ sql, keys }: { sql: Db; keys: KeyStore }, deliveryId: string): Promise<string[]> {
  const [row] = await sql<{ header: Buffer | null }[]>`select header from deliveries where id = ${deliveryId}`;
  return headingsIn(headings.open(await keys.find([deliveryId]), deliveryId, deliveryId, row?.header ?? null)).header;
}
