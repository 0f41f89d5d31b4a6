/** What a message says, made anew whenever it is sent. */
import { z } from 'zod';
import type { Db } from '../db/connect.ts';
import { monthOfRound, signalOfCreditor, signalsInCase } from '../db/queries/outreach/told.ts';
import type { Message } from '../db/queries/outreach/webhooks.ts';
import { webhookPayload, type WebhookPayload } from '../domain/outreach/webhooks.ts';

const dataSchema = z.object({ signalId: z.uuid().optional(), result: webhookPayload.shape.data.shape.result, roundId: z.string().optional(), deliveryId: z.uuid().optional() });

/** Null when there is nothing (any more) to tell. Through a closed schema, so that nothing else can leave. */
export async function payloadOf(db: Db, { type, caseId, creditorId, createdAt, data }: Message): Promise<WebhookPayload | null> {
  const { signalId, result, roundId, deliveryId } = dataSchema.parse(data ?? {});
  const timestamp = new Date(createdAt).toISOString();
  if (caseId === null) {
    const month = roundId === undefined ? null : await monthOfRound(db, roundId);
    return webhookPayload.parse({ type, timestamp, data: { signals: [], ...(month === null ? {} : { month }), ...(deliveryId === undefined ? {} : { deliveryId }) } });
  }
  const own = signalId === undefined ? await signalsInCase(db, caseId, creditorId) : await signalOfCreditor(db, signalId, creditorId);
  const signals = own.map(({ id, reference }) => ({ id, reference }));
  return signals.length === 0 ? null : webhookPayload.parse({ type, timestamp, data: { signals, ...(result === undefined ? {} : { result }) } });
}
