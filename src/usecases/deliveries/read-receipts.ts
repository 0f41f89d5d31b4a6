/** Receipts of deliveries. The first line of a file and its name can be personal data: reading them is logged before anything is sent. */
import { apiAddress } from '../../api-addresses.ts';
import type { CallingActor } from '../../actor.ts';
import type { Sql } from '../../db/connect.ts';
import { writeAudit } from '../../db/queries/audit/audit.ts';
import { findDelivery, findReceipt, headerOf, listReceipts, rowVerdicts, type DeliveryName, type Receipt, type ReceiptFilters, type RowVerdict } from '../../db/queries/deliveries/deliveries.ts';
import { labelOf, signalKinds } from '../../domain/codes.ts';
import { signalKindInWords } from '../../wording/sentences/signal-kind.ts';
import type { Stores } from '../../db/queries/cases/notes-and-plans.ts';
import { lateNote } from '../../domain/rounds/round.ts';
import { AppError } from '../../errors.ts';
import type { KeyStore } from '../../privacy/key-store.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
}

/** A receipt in the form that is shown, with the addresses of its details. */
const receiptView = (receipt: Receipt) => {
  const self = apiAddress.delivery(receipt.id);
  const kinds = receipt.kinds.map((kind) => ({ ...kind, label: labelOf(signalKinds, kind.signalKind) }));
  return { ...receipt, kinds, links: { self, rows: `${self}/rows`, rowsCsv: `${self}/rows.csv`, refusedCsv: `${self}/refused.csv` } };
};

/** The newest first. */
export async function readReceipts({ sql, keys }: Dependencies, actor: CallingActor, filters: ReceiptFilters) {
  const receipts = await sql.begin(async (tx) => noted({ sql: tx, keys }, actor, await listReceipts({ sql: tx, keys }, actor, filters)));
  return receipts.map(receiptView);
}

/** @throws AppError not-found */
export async function readReceipt({ sql, keys }: Dependencies, actor: CallingActor, id: string) {
  return receiptView(await sql.begin(async (tx) => {
    const receipt = await findReceipt({ sql: tx, keys }, actor, id);
    if (receipt === null) throw notTheirs();
    await noted({ sql: tx, keys }, actor, [receipt]);
    return receipt;
  }));
}

const isPersonal = ({ fileName, problem }: Receipt): boolean => fileName !== null || (problem?.header ?? []).length > 0;

async function noted({ sql }: Stores, actor: CallingActor, receipts: Receipt[]): Promise<Receipt[]> {
  const deliveryIds = receipts.filter(isPersonal).map(({ id }) => id);
  if (deliveryIds.length > 0) await writeAudit(sql, actor, { action: 'read-receipts', outcome: 'done', detail: { count: deliveryIds.length, deliveryIds } });
  return receipts;
}

/** A page of the rows' verdicts, which quote what was wrong. @throws AppError not-found */
export async function readVerdicts({ sql, keys }: Dependencies, actor: CallingActor, id: string, { after, limit, verdict }: { after: number; limit: number; verdict?: RowVerdict['verdict'] | undefined }) {
  const rows = await sql.begin(async (tx) => {
    await mustBeThere({ sql: tx, keys }, actor, id);
    const page: RowVerdict[] = [];
    for await (const row of rowVerdicts({ sql: tx, keys }, id, { after, pageSize: limit, verdict })) if (page.push(row) === limit) break;
    await writeAudit(tx, actor, { action: 'read-verdicts', outcome: 'done', detail: { id, count: page.length } });
    return page;
  });
  const last = rows.at(-1)?.line;
  const isLast = rows.length < limit || last === undefined;
  const next = isLast ? null : `${apiAddress.delivery(id)}/rows?after=${last}&limit=${limit}${verdict === undefined ? '' : `&verdict=${verdict}`}`;
  return { items: rows.map((row) => verdictView(actor, row)), next };
}

/** A creditor gets the id of its own signal and never that of the case. */
function verdictView({ role }: CallingActor, { line, reference, verdict, month, late, signalKind, endsOn, signalId, caseId, problems }: RowVerdict) {
  const note = late && month !== null ? lateNote(month) : null;
  const kind = { signalKind, endsOn, signalKindLabel: signalKind === null ? null : signalKindInWords({ signalKind, endsOn }) };
  return { line, reference, verdict, month, note, ...kind, signalId, caseId: role === 'creditor' ? null : caseId, problems: problems.map((problem) => ({ ...problem, column: problem.column ?? null })) };
}

export type ExportedRows = DeliveryName & { header: string[]; rows: AsyncIterable<RowVerdict> };

/**
 * Rows as they are asked for, all or those with one verdict, and the headings that they stood under; noted before the first.
 * @throws AppError not-found
 */
export async function exportRows({ sql, keys }: Dependencies, actor: CallingActor, id: string, only?: RowVerdict['verdict']): Promise<ExportedRows> {
  const delivery = await mustBeThere({ sql, keys }, actor, id);
  await writeAudit(sql, actor, { action: 'export-verdicts', outcome: 'done', detail: { id } });
  return { ...delivery, header: await headerOf({ sql, keys }, id), rows: rowVerdicts({ sql, keys }, id, { verdict: only }) };
}

/** Nothing of it is opened. */
async function mustBeThere({ sql }: Stores, actor: CallingActor, id: string): Promise<DeliveryName> {
  const delivery = await findDelivery(sql, actor, id);
  if (delivery === null) throw notTheirs();
  return delivery;
}

const notTheirs = () => new AppError('not-found', 'Deze levering bestaat niet, of is niet van u.');
