import type { CallingActor } from '../../actor.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { header, problems } from '../../privacy/personal.ts';
import type { Db } from '../connect.ts';
import type { Stores } from './words.ts';

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
}

const columns = (sql: Db) => sql`
  d.id, d.creditor_id, r.month, d.format, d.encoding, d.file_name, d.bytes, d.sha256, d.state, d.received_at, d.finished_at,
  d.rows, d.accepted, d.replaced, d.duplicates, d.refused, d.placed, d.problem, d.header`;

type Row = Omit<Receipt, 'problem'> & { problem: Omit<NonNullable<Receipt['problem']>, 'header'> | null; header: Buffer | null };

/** With the first line of those that could not be read. */
async function opened(keys: KeyStore, rows: readonly Row[]): Promise<Receipt[]> {
  const theirs = await keys.find(rows.flatMap(({ id, header: sealed }) => (sealed === null ? [] : [id])));
  return rows.map(({ header: sealed, problem, ...row }) => ({ ...row, problem: problem === null ? null : { ...problem, header: header.open(theirs, row.id, row.id, sealed) ?? [] } }));
}

/** A creditor sees its own deliveries, the desk and the project leader all. */
const visible = (sql: Db, actor: CallingActor) => (actor.role === 'creditor' ? sql`d.creditor_id = ${actor.creditorId}` : sql`true`);

export async function findReceipt({ sql, keys }: Stores, actor: CallingActor, id: string): Promise<Receipt | null> {
  const rows = await sql<Row[]>`
    select ${columns(sql)} from deliveries d join rounds r on r.id = d.round_id where d.id = ${id} and ${visible(sql, actor)}`;
  return (await opened(keys, rows))[0] ?? null;
}

export async function listReceipts({ sql, keys }: Stores, actor: CallingActor, { month, creditorId }: { month?: string | undefined; creditorId?: string | undefined }): Promise<Receipt[]> {
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
  problems: { field: string; value: string; rule: string; message: string }[];
}

/** The verdict of every row, in the order of the file, a page at a time. */
export async function* rowVerdicts({ sql, keys }: { sql: Db; keys: KeyStore }, deliveryId: string, after = 0, pageSize = 1000): AsyncGenerator<RowVerdict> {
  const key = await keys.find([deliveryId]);
  for (let last = after; ; ) {
    const page = await sql<(Omit<RowVerdict, 'problems'> & { problems: Buffer | null })[]>`
      select dr.line, dr.reference, dr.verdict, r.month, dr.signal_id, s.case_id, dr.problems
      from delivery_rows dr left join signals s on s.id = dr.signal_id left join rounds r on r.id = dr.round_id
      where dr.delivery_id = ${deliveryId} and dr.line > ${last} order by dr.line limit ${pageSize}`;
    yield* page.map((row) => ({ ...row, problems: problems.open(key, deliveryId, `${deliveryId}/${row.line}`, row.problems) ?? [] }));
    if (page.length < pageSize) return;
    last = page.at(-1)?.line ?? last;
  }
}
