/** Mail that could not be sent. */
import { z } from 'zod';
import { readUnsentMail, resendMail } from '../../../src/usecases/administration/failed-mail.ts';
import { ok, route } from '../../route.ts';
import { instant } from '../../schemas/common.ts';

const recipient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['creditor', 'account']), id: z.string().max(100) }),
  ...(['team', 'desk', 'project-leader', 'privacy-officer', 'administrator'] as const).map((kind) => z.strictObject({ kind: z.literal(kind) })),
]);

const mail = z
  .object({
    id: z.string(),
    template: z.string(),
    about: z.string().describe('Dutch: what kind of mail it is.'),
    to: z.object({ kind: z.string(), id: z.string().optional().describe('Of a creditor, or a colleague.'), name: z.string() }),
    caseId: z.uuid().nullable(),
    signalId: z.string().nullable(),
    roundId: z.string().nullable(),
    deliveryId: z.uuid().nullable(),
    createdAt: instant,
    failedAt: instant.nullable().describe('Null while it is still tried.'),
    failure: z.string().describe('Dutch: what went wrong, and what to do.'),
    tries: z.int(),
    nextTryAt: instant.nullable(),
  })
  .meta({ id: 'UnsentMail' });

const list = route({
  method: 'get',
  path: '/failed-mails',
  tag: 'Administration',
  summary: 'Mail that could not be sent: to whom, about which case or signal, and what went wrong',
  description: 'The newest first, without its words and addresses; of one municipality\'s cases for who works for one.',
  may: 'handle-failed-mail',
  query: z.strictObject({ state: z.enum(['failed', 'waiting']).default('failed').describe('`waiting`: refused so far, and still tried.'), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  responses: { 200: z.object({ items: z.array(mail), total: z.int() }) },
  handle: async ({ query }, { sql }) => ok(await readUnsentMail(sql, query)),
});

const resend = route({
  method: 'post',
  path: '/failed-mails/resend',
  tag: 'Administration',
  summary: 'Send failed mail again: those that are named, or all to one recipient',
  description: 'At the address that the recipient has by now. What has been sent is not sent twice.',
  may: 'handle-failed-mail',
  body: z.union([z.strictObject({ ids: z.array(z.string().min(1).max(200)).min(1).max(500) }), z.strictObject({ to: recipient })]),
  responses: { 200: z.object({ again: z.int().describe('How many are sent again.') }) },
  refuses: ['not-found', 'engine-unavailable'],
  handle: async ({ actor, body }, deps) => ok({ again: await resendMail(deps, actor, body, new Date().toISOString()) }),
});

export const mailRoutes = [list, resend];
