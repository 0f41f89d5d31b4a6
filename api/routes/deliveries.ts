import type { Request } from 'express';
import { z } from 'zod';
import type { CallingActor } from '../../src/actor.ts';
import { findReceipt, listReceipts, rowVerdicts, type Receipt, type RowVerdict } from '../../src/db/queries/deliveries.ts';
import { verdictsCsv } from '../../src/delivery/verdicts-csv.ts';
import { AppError } from '../../src/errors.ts';
import { processDelivery } from '../../src/usecases/process-delivery.ts';
import { receiveDelivery } from '../../src/usecases/receive-delivery.ts';
import { deliverer, roundForDelivery } from '../../src/usecases/round-for-delivery.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { attachment } from '../attachment.ts';
import { ok, rawBody, route, stream, type Reply } from '../route.ts';

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).describe('The month of the round, YYYY-MM.');

export const receiptSchema = z
  .object({
    id: z.uuid(),
    creditorId: z.string(),
    month: monthSchema,
    format: z.enum(['csv', 'json', 'xlsx']),
    encoding: z.string().nullable(),
    fileName: z.string().nullable(),
    bytes: z.int(),
    sha256: z.string().nullable().describe('SHA-256 of the file as it came in, hexadecimal.'),
    state: z.enum(['receiving', 'processing', 'done', 'unreadable']),
    receivedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    rows: z.int(),
    accepted: z.int().describe('Rows that are signals now; those that replace an earlier one count.'),
    replaced: z.int(),
    duplicates: z.int(),
    refused: z.int(),
    placed: z.int().describe('Signals whose case knows them.'),
    problem: z.object({ code: z.string(), message: z.string(), advice: z.string(), missingColumns: z.array(z.string()), header: z.array(z.string()) }).nullable(),
    links: z.object({ self: z.string(), rows: z.string(), rowsCsv: z.string() }),
  })
  .meta({ id: 'Receipt' });

export const rowSchema = z
  .object({
    line: z.int(),
    reference: z.string().nullable(),
    verdict: z.enum(['accepted', 'duplicate', 'replaced', 'refused']),
    month: monthSchema.nullable(),
    signalId: z.uuid().nullable(),
    caseId: z.uuid().nullable().describe('For who works on cases.'),
    problems: z.array(z.object({ field: z.string(), value: z.string(), rule: z.string(), message: z.string() })),
  })
  .meta({ id: 'RowVerdict' });

const withLinks = (receipt: Receipt) => {
  const self = `/api/v1/deliveries/${receipt.id}`;
  return { ...receipt, links: { self, rows: `${self}/rows`, rowsCsv: `${self}/rows.csv` } };
};

/** Whoever stops reading would otherwise close the connection, and the answer with it. */
const unbroken = (request: Request): AsyncIterable<Uint8Array> => request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

/** A case stays the same while others keep it open; a creditor is told its own signal's id only. */
export const verdictFor = ({ role }: CallingActor, row: RowVerdict): RowVerdict => (role === 'creditor' ? { ...row, caseId: null } : row);

const formats: [string, 'csv' | 'json' | 'xlsx'][] = [
  ['text/csv', 'csv'],
  ['text/plain', 'csv'],
  ['text/tab-separated-values', 'csv'],
  ['application/json', 'json'],
  ['application/x-ndjson', 'json'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
];

/** 201 with the whole receipt, 200 for a file that came before, 202 while it is still being processed. */
export async function receiptReply(deps: ApiDependencies, actor: CallingActor, { id, isNew }: { id: string; isNew: boolean }): Promise<Reply> {
  const receipt = withLinks(await receiptOf(deps, actor, id));
  const status = receipt.state === 'processing' ? 202 : isNew ? 201 : 200;
  return { status, body: receipt, headers: { Location: receipt.links.self } };
}

async function receiptOf(deps: ApiDependencies, actor: CallingActor, id: string): Promise<Receipt> {
  const receipt = await findReceipt(deps, actor, id);
  if (receipt === null) throw new AppError('not-found', 'Deze levering bestaat niet, of is niet van u.');
  return receipt;
}

const deliveryQuery = z.strictObject({
  round: monthSchema.optional().describe('The month of the round; default: the one that is open.'),
  creditor: z.string().optional().describe('For whom: only the desk names another than itself.'),
  'file-name': z.string().max(200).optional(),
});

const receipts = { 200: { description: 'The same file came before: its receipt.', schema: receiptSchema }, 201: { description: 'Received and processed.', schema: receiptSchema }, 202: { description: 'Received whole; still being processed.', schema: receiptSchema } };

export const deliveryRoutes = [
  route({
    method: 'post',
    path: '/deliveries',
    summary: 'Deliver a month of arrears as a file',
    description: 'CSV or JSON are streamed; XLSX may be 10 MB. Encoding, delimiter, header, dates and amounts are detected, or fixed by the agreement. The same file twice changes nothing.',
    tag: 'Deliveries',
    may: 'deliver',
    query: deliveryQuery,
    limited: 'deliveries',
    body: rawBody(Object.fromEntries(formats.map(([mediaType, format]) => [mediaType, `The file, as ${format.toUpperCase()}.`]))),
    responses: receipts,
    refuses: ['not-found', 'round-not-open', 'unreadable-delivery', 'engine-unavailable'],
    async handle({ actor, query, request }, deps) {
      const format = formats.find(([mediaType]) => request.is(mediaType) !== false)?.[1];
      if (format === undefined) throw new AppError('unsupported-media-type', `Stuur het bestand met een van deze Content-Types: ${formats.map(([type]) => type).join(', ')}.`);
      const creditorId = await deliverer(deps.sql, actor, query.creditor);
      const roundId = await roundForDelivery(deps.sql, query.round);
      const received = await receiveDelivery(deps, actor, { creditorId, roundId, format, fileName: query['file-name'] ?? null, bytes: unbroken(request), limitBytes: deps.config.edge.deliveryBytes });
      await processDelivery(deps, received.id);
      return receiptReply(deps, actor, received);
    },
  }),
  route({
    method: 'get',
    path: '/deliveries',
    summary: 'Receipts, newest first',
    tag: 'Deliveries',
    may: 'deliver',
    query: z.strictObject({ round: monthSchema.optional(), creditor: z.string().optional() }),
    responses: { 200: z.object({ items: z.array(receiptSchema) }) },
    async handle({ actor, query }, deps) {
      const items = await listReceipts(deps, actor, { month: query.round, creditorId: query.creditor });
      return ok({ items: items.map(withLinks) });
    },
  }),
  route({
    method: 'get',
    path: '/deliveries/{id}',
    summary: 'The receipt of a delivery',
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    responses: { 200: receiptSchema },
    handle: async ({ actor, params }, deps) => ok(withLinks(await receiptOf(deps, actor, params.id))),
  }),
  route({
    method: 'get',
    path: '/deliveries/{id}/rows.csv',
    summary: 'The verdict of every row, as CSV for Excel',
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    responses: { 200: { description: 'One line a row, or a problem of a row.', mediaType: 'text/csv' } },
    async handle({ actor, params }, deps) {
      const receipt = await receiptOf(deps, actor, params.id);
      return stream('text/csv; charset=utf-8', verdictsCsv(rowVerdicts(deps, receipt.id)), attachment('csv', 'ontvangst', receipt.creditorId, receipt.month, receipt.id.slice(0, 8)));
    },
  }),
  route({
    method: 'get',
    path: '/deliveries/{id}/rows',
    summary: 'The verdict of every row, a page at a time',
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0).describe('The last line of the page before.'), limit: z.coerce.number().int().min(1).max(1000).default(200) }),
    responses: { 200: z.object({ items: z.array(rowSchema), next: z.string().nullable() }) },
    async handle({ actor, params, query }, deps) {
      const { id } = await receiptOf(deps, actor, params.id);
      const items = await firstOf(rowVerdicts(deps, id, query.after, query.limit), query.limit);
      const last = items.at(-1)?.line;
      const next = items.length < query.limit || last === undefined ? null : `/api/v1/deliveries/${id}/rows?after=${last}&limit=${query.limit}`;
      return ok({ items: items.map((row) => verdictFor(actor, row)), next });
    },
  }),
];

export async function firstOf(rows: AsyncIterable<RowVerdict>, limit: number): Promise<RowVerdict[]> {
  const items: RowVerdict[] = [];
  for await (const row of rows) {
    items.push(row);
    if (items.length === limit) break;
  }
  return items;
}
