import { Readable } from 'node:stream';
import { z } from 'zod';
import { rowVerdicts } from '../../src/db/queries/deliveries.ts';
import { columnNames } from '../../src/delivery/mapping.ts';
import { processDelivery } from '../../src/usecases/process-delivery.ts';
import { receiveDelivery } from '../../src/usecases/receive-delivery.ts';
import { deliverer, roundForDelivery } from '../../src/usecases/round-for-delivery.ts';
import { route } from '../route.ts';
import { firstOf, monthSchema, receiptReply, receiptSchema, rowSchema, verdictFor } from './deliveries.ts';

const cell = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

/** The fields of a delivery's row; what they must be is said by the verdict, as for a row of a file. */
const signalSchema = z.strictObject(Object.fromEntries(columnNames.map((name) => [name, cell.optional()]))).meta({ id: 'Signal' });

const answer = z.object({ receipt: receiptSchema, row: rowSchema.nullable() });

export const signalRoutes = [
  route({
    method: 'post',
    path: '/signals',
    summary: 'Deliver one signal',
    description: 'A delivery of one row: the same signal twice changes nothing. 422 when the row is refused.',
    tag: 'Deliveries',
    may: 'deliver',
    query: z.strictObject({ round: monthSchema.optional(), creditor: z.string().optional() }),
    limited: 'deliveries',
    body: signalSchema,
    responses: {
      200: { description: 'It came before.', schema: answer },
      201: { description: 'Accepted.', schema: answer },
      202: { description: 'Received; still being processed.', schema: answer },
      422: { description: 'Refused: the row says why.', schema: answer },
    },
    refuses: ['not-found', 'round-not-open', 'unreadable-delivery', 'engine-unavailable'],
    async handle({ actor, query, body }, deps) {
      const creditorId = await deliverer(deps.sql, actor, query.creditor);
      const roundId = await roundForDelivery(deps.sql, query.round);
      const bytes = Readable.from([Buffer.from(JSON.stringify([body]))]);
      const received = await receiveDelivery(deps, actor, { creditorId, roundId, format: 'json', fileName: null, bytes });
      await processDelivery(deps, received.id);
      const reply = await receiptReply(deps, actor, received);
      const [row = null] = await firstOf(rowVerdicts(deps, received.id), 1);
      return { ...reply, status: row?.verdict === 'refused' ? 422 : reply.status, body: { receipt: reply.body, row: row === null ? null : verdictFor(actor, row) } };
    },
  }),
];
