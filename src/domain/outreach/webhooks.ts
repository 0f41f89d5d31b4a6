/** What a creditor's own system is told, as a closed schema: codes, ids that tell nothing, and the creditor's own references. */
import { z } from 'zod';
import { caseResults, codesOf } from '../codes.ts';

export const webhookTypes = ['signal.taken-up', 'signal.not-taken-up', 'signal.closed', 'signal.reopened', 'signal.stopped', 'feedback.sent', 'feedback.corrected', 're-check.asked', 're-check.reminded', 'round.matched', 'delivery.read', 'endpoint.test'] as const;
export type WebhookType = (typeof webhookTypes)[number];

/** The mail that tells a person at the creditor the same. */
export const typeOfTemplate: Readonly<Record<string, WebhookType>> = {
  go: 'signal.taken-up',
  'no-go': 'signal.not-taken-up',
  'case-closed': 'signal.closed',
  'case-reopened': 'signal.reopened',
  'signal-stopped': 'signal.stopped',
  feedback: 'feedback.sent',
  'feedback-corrected': 'feedback.corrected',
  're-check-question': 're-check.asked',
  're-check-reminder': 're-check.reminded',
  'drop-outs': 'round.matched',
  receipt: 'delivery.read',
};

/** What became of a signal is then read from the API, by its id. */
export const webhookPayload = z.strictObject({
  type: z.enum(webhookTypes),
  timestamp: z.iso.datetime(),
  data: z.strictObject({
    signals: z.array(z.strictObject({ id: z.uuid(), reference: z.string() })),
    result: z.enum(codesOf(caseResults)).optional(),
    month: z.string().optional(),
    deliveryId: z.uuid().optional(),
  }),
});
export type WebhookPayload = z.output<typeof webhookPayload>;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Seconds until the next try; afterwards every twelve hours. */
const pauses = [5, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR];

/** For how long a message is tried. */
export const TRIED_FOR_DAYS = 3;
/** After so long without taking anything an endpoint is put out of use. */
export const KEPT_FOR_DAYS = 2;

export const secondsToTry = (tries: number): number => pauses[tries] ?? 12 * HOUR;
