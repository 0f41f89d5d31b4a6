/** Messages to a creditor's own system, by Standard Webhooks (standardwebhooks.com). */
import { z } from 'zod';
import { webhookPayload, webhookTypes } from '../../../src/domain/outreach/webhooks.ts';
import { addEndpoint, readEndpoints, readMessages, removeEndpoint, resendMessages, rotateSecret, testEndpoint } from '../../../src/usecases/outreach/webhooks.ts';
import { ok, route } from '../../route.ts';
import { idParams, instant } from '../../schemas/common.ts';

const creditorParams = z.strictObject({ id: z.string().max(100) });
const now = (): string => new Date().toISOString();
const secret = z.string().describe('`whsec_…`: shown this once; with it the receiver checks who sends.');
const endpoint = z
  .object({
    id: z.uuid(),
    url: z.string(),
    createdAt: instant,
    failingSince: instant.nullable().describe('Since when it has taken nothing.'),
    disabledAt: instant.nullable(),
    disabledBecause: z.enum(['gone', 'failing', 'removed']).nullable().describe('`gone`: it answered 410; `failing`: it took nothing for two days.'),
  })
  .meta({ id: 'WebhookEndpoint' });
const message = z
  .object({
    id: z.string().describe('`webhook-id`: the same however often it is sent.'),
    type: z.enum(webhookTypes),
    createdAt: instant,
    tries: z.int(),
    sentAt: instant.nullable(),
    failedAt: instant.nullable().describe('It is tried no more.'),
    nextTryAt: instant.nullable(),
    response: z.int().nullable().describe('The status of the last answer.'),
    failure: z.string().nullable().describe('A code.'),
  })
  .meta({ id: 'WebhookMessage' });

const list = route({
  method: 'get',
  path: '/creditors/{id}/webhooks',
  tag: 'Webhooks',
  summary: 'Where my own system is told what becomes of my signals',
  may: 'manage-webhooks',
  params: creditorParams,
  responses: { 200: z.object({ items: z.array(endpoint) }) },
  handle: async ({ actor, params }, { sql }) => ok({ items: await readEndpoints(sql, actor, params.id) }),
});

const add = route({
  method: 'post',
  path: '/creditors/{id}/webhooks',
  tag: 'Webhooks',
  summary: 'Have my own system told at once what becomes of my signals',
  description: `By POST, signed (Standard Webhooks: \`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`), of the types ${webhookTypes.join(', ')}. The content names signals by id and own reference; the rest is read from the API. A 2xx within ten seconds is taken; else it is tried again for three days. In no order.`,
  may: 'manage-webhooks',
  params: creditorParams,
  body: z.strictObject({ url: z.url().max(500).describe('https, on the internet.') }),
  responses: { 201: { description: 'Added.', schema: z.object({ id: z.uuid(), secret, example: webhookPayload.describe('What a message looks like.') }).meta({ id: 'NewWebhook' }) } },
  refuses: ['conflict', 'not-found'],
  async handle({ actor, key, params, body }, { sql, keys, config }) {
    const at = now();
    const made = await addEndpoint({ sql, keys }, actor, { creditorId: params.id, url: body.url, toPrivate: config.webhooksToPrivate }, { key, at });
    return { status: 201, body: { ...made, example: { type: 'signal.taken-up', timestamp: '2026-11-26T09:00:00.000Z', data: { signals: [{ id: '00000000-0000-4000-8000-000000000000', reference: 'UW-KENMERK' }] } } } };
  },
});

const rotate = route({
  method: 'post',
  path: '/webhooks/{id}/secret',
  tag: 'Webhooks',
  summary: 'Exchange the secret',
  description: 'For a day messages carry two signatures: by the new one and by the former one.',
  may: 'manage-webhooks',
  params: idParams,
  responses: { 200: z.object({ id: z.uuid(), secret, formerUntil: instant }).meta({ id: 'ExchangedSecret' }) },
  handle: async ({ actor, key, params }, { sql, keys }) => ok(await rotateSecret({ sql, keys }, actor, params.id, { key, at: now() })),
});

const trial = route({
  method: 'post',
  path: '/webhooks/{id}/test',
  tag: 'Webhooks',
  summary: 'Send a message that tells nothing',
  may: 'manage-webhooks',
  params: idParams,
  responses: { 202: { description: 'On its way; the log of messages tells how it fared.', schema: z.object({ messageId: z.string() }) } },
  refuses: ['conflict', 'engine-unavailable'],
  handle: async ({ actor, key, params }, deps) => ({ status: 202, body: { messageId: await testEndpoint(deps, actor, params.id, { key, at: now() }) } }),
});

const remove = route({
  method: 'delete',
  path: '/webhooks/{id}',
  tag: 'Webhooks',
  summary: 'Tell that system nothing more',
  may: 'manage-webhooks',
  params: idParams,
  responses: { 204: { description: 'Removed.' } },
  async handle({ actor, params }, { sql }) {
    await removeEndpoint(sql, actor, params.id, now());
    return { status: 204 };
  },
});

const log = route({
  method: 'get',
  path: '/webhooks/{id}/messages',
  tag: 'Webhooks',
  summary: 'What was sent to my system, and how it fared',
  may: 'manage-webhooks',
  params: idParams,
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(500).default(100) }),
  responses: { 200: z.object({ items: z.array(message) }) },
  handle: async ({ params, query }, { sql }) => ok({ items: await readMessages(sql, params.id, query.limit) }),
});

const resend = route({
  method: 'post',
  path: '/webhooks/{id}/resend',
  tag: 'Webhooks',
  summary: 'Send again what is named, or all that failed',
  description: 'Under the same ids. A system that was out of use is in use again.',
  may: 'manage-webhooks',
  params: idParams,
  body: z.strictObject({ ids: z.array(z.string().min(1).max(80)).min(1).max(500).optional() }),
  responses: { 200: z.object({ again: z.int() }) },
  refuses: ['engine-unavailable'],
  handle: async ({ actor, key, params, body }, deps) => ok({ again: await resendMessages(deps, actor, { id: params.id, ids: body.ids ?? null }, { key, at: now() }) }),
});

export const webhookRoutes = [list, add, rotate, trial, remove, log, resend];
