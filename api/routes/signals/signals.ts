import { Readable } from 'node:stream';
import { z } from 'zod';
import { processDelivery } from '../../../src/usecases/deliveries/process-delivery.ts';
import { readVerdicts } from '../../../src/usecases/deliveries/read-receipts.ts';
import { receiveDelivery } from '../../../src/usecases/deliveries/receive-delivery.ts';
import { deliverer, roundForDelivery } from '../../../src/usecases/deliveries/round-for-delivery.ts';
import { route } from '../../route.ts';
import { month } from '../../schemas/common.ts';
import { receiptSchema, rowSchema, signalSchema } from '../../schemas/delivery.ts';
import { receiptReply } from './deliveries.ts';

const answer = z.object({ receipt: receiptSchema, row: rowSchema.nullable() });

export const signalRoutes = [
  route({
    method: 'post',
    path: '/signals',
    summary: 'Deliver one signal',
    description: 'A delivery of one row: the same signal twice changes nothing. 422 when the row is refused.',
    tag: 'Deliveries',
    may: 'deliver',
    query: z.strictObject({ round: month.optional(), creditor: z.string().optional() }),
    limited: 'deliveries',
    body: signalSchema,
    responses: {
      200: { description: 'It came before.', schema: answer },
      201: { description: 'Accepted.', schema: answer },
      202: { description: 'Received; still being processed.', schema: answer },
      422: { description: 'Refused: the row says why.', schema: answer },
    },
    refuses: ['not-found', 'round-not-open', 'unreadable-delivery', 'engine-unavailable'],
    async handle({ actor, query, body, bind }, deps) {
      const creditorId = await deliverer(deps.sql, actor, query.creditor);
      const roundId = await roundForDelivery(deps.sql, query.round);
      const bytes = Readable.from([Buffer.from(JSON.stringify([body]))]);
      const received = await receiveDelivery(deps, actor, { creditorId, roundId, format: 'json', fileName: null, bytes, bind });
      await processDelivery(deps, received.id);
      const reply = await receiptReply(deps, actor, received);
      const [row = null] = (await readVerdicts(deps, actor, received.id, { after: 0, limit: 1 })).items;
      return { ...reply, status: row?.verdict === 'refused' ? 422 : reply.status, body: { receipt: reply.body, row } };
    },
  }),
];
