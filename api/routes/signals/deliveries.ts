/** Deliveries of creditors: received as they come in, and their receipts. */
import type { Readable } from 'node:stream';
import type { Request } from 'express';
import { z } from 'zod';
import type { CallingActor } from '../../../src/actor.ts';
import { AppError } from '../../../src/errors.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { processDelivery } from '../../../src/usecases/deliveries/process-delivery.ts';
import { exportRows, readReceipt, readReceipts, readVerdicts, type ExportedRows } from '../../../src/usecases/deliveries/read-receipts.ts';
import { receiveDelivery } from '../../../src/usecases/deliveries/receive-delivery.ts';
import { deliverer, roundForDelivery } from '../../../src/usecases/deliveries/round-for-delivery.ts';
import { refusedCsv } from '../../../src/wording/documents/refused-csv.ts';
import { verdictsCsv } from '../../../src/wording/documents/verdicts-csv.ts';
import { attachment } from '../../attachment.ts';
import type { ApiDependencies } from '../../dependencies.ts';
import { ok, route, stream, type Reply } from '../../route.ts';
import { month, named } from '../../schemas/common.ts';
import { deliveryFile, formatOf, receiptSchema, rowSchema } from '../../schemas/delivery.ts';

/** Whoever stops reading would otherwise close the connection, and the answer with it. */
const unbroken = (request: Request): AsyncIterable<Uint8Array> => request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;

/**
 * 201 with the whole receipt, 200 for a file that came before, 202 while it is still being processed.
 * @throws AppError unreadable-delivery, with what to do and where the receipt stands
 */
export async function receiptReply(deps: ApiDependencies, actor: CallingActor, { id, isNew }: { id: string; isNew: boolean }): Promise<Reply> {
  const receipt = await readReceipt(deps, actor, id);
  const { problem, links } = receipt;
  if (receipt.state === 'unreadable' && problem !== null) throw new AppError('unreadable-delivery', `${problem.message} ${problem.advice}`, { extra: { problem: { code: problem.code, missingColumns: problem.missingColumns }, delivery: { id, links } } });
  const status = receipt.state === 'processing' ? 202 : isNew ? 201 : 200;
  return { status, body: receipt, headers: { Location: receipt.links.self } };
}

const deliveryQuery = z.strictObject({
  round: month.optional().describe('The month of the round; default: the first whose cut-off is still to come.'),
  creditor: z.string().optional().describe('For whom: only the desk names another than itself.'),
  'file-name': z.string().max(200).optional(),
});

const receipts = { 200: { description: 'The same file came before: its receipt.', schema: receiptSchema }, 201: { description: 'Received and processed.', schema: receiptSchema }, 202: { description: 'Received whole; still being processed.', schema: receiptSchema } };

/** The rows of a delivery as a file: all of them, or those with one verdict. */
const rowsFile = (file: 'rows.csv' | 'refused.csv', name: string, told: { summary: string; description?: string; line: string }, only: 'refused' | undefined, csv: (rows: ExportedRows) => Readable) =>
  route({
    method: 'get',
    path: `/deliveries/{id}/${file}`,
    ...told,
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    responses: { 200: { description: told.line, mediaType: 'text/csv' } },
    async handle({ actor, params }, deps) {
      const exported = await exportRows(deps, actor, params.id, only);
      return stream('text/csv; charset=utf-8', csv(exported), attachment('csv', name, exported.creditorId, exported.month, exported.id.slice(0, 8)));
    },
  });

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
    body: deliveryFile,
    responses: receipts,
    refuses: ['not-found', 'round-not-open', 'unreadable-delivery', 'engine-unavailable'],
    async handle({ actor, query, request, bind }, deps) {
      const format = formatOf(request);
      const creditorId = await deliverer(deps.sql, actor, query.creditor);
      const roundId = await roundForDelivery(deps.sql, query.round);
      const received = await receiveDelivery(deps, actor, { creditorId, roundId, format, fileName: query['file-name'] ?? null, bytes: unbroken(request), limitBytes: deps.config.edge.deliveryBytes, bind });
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
    query: z.strictObject({ round: month.optional(), creditor: named.optional() }),
    responses: { 200: z.object({ items: z.array(receiptSchema) }) },
    handle: async ({ actor, query }, deps) => ok({ items: await readReceipts(deps, actor, { month: query.round, creditorId: (await knownFilters(deps.sql, actor, { creditor: query.creditor })).creditor }) }),
  }),
  route({
    method: 'get',
    path: '/deliveries/{id}',
    summary: 'The receipt of a delivery',
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    responses: { 200: receiptSchema },
    handle: async ({ actor, params }, deps) => ok(await readReceipt(deps, actor, params.id)),
  }),
  rowsFile('rows.csv', 'ontvangst', { summary: 'The verdict of every row, as CSV for Excel', line: 'One line a row, or a problem of a row.' }, undefined, verdictsCsv),
  rowsFile('refused.csv', 'geweigerd', { summary: 'The refused rows, to correct and deliver again', description: 'Under the headings of the file, with what to do behind each row; that column is not read.', line: 'One line a refused row.' }, 'refused', refusedCsv),
  route({
    method: 'get',
    path: '/deliveries/{id}/rows',
    summary: 'The verdict of every row, a page at a time',
    tag: 'Deliveries',
    may: 'deliver',
    params: z.strictObject({ id: z.uuid() }),
    query: z.strictObject({ after: z.coerce.number().int().min(0).max(2_147_483_647).default(0).describe('The last line of the page before.'), limit: z.coerce.number().int().min(1).max(1000).default(200), verdict: rowSchema.shape.verdict.optional().describe('Only rows with this verdict.') }),
    responses: { 200: z.object({ items: z.array(rowSchema), next: z.string().nullable() }) },
    handle: async ({ actor, params, query }, deps) => ok(await readVerdicts(deps, actor, params.id, query)),
  }),
];
