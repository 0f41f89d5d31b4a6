/** Which mails somebody gets. */
import { z } from 'zod';
import { notificationCodes } from '../../../src/domain/outreach/notifications.ts';
import { changeNotifications, readNotifications } from '../../../src/usecases/outreach/notifications.ts';
import { ok, route } from '../../route.ts';

const dailyAt = z
  .string()
  .regex(/^(0[6-9]|1[0-7]):(00|30)$/, 'Kies een heel of half uur van 06:00 tot en met 17:30.')
  .nullable()
  .describe('When the overview of what is due, late and new comes on a working day, in Europe/Amsterdam: a whole or half hour; null: never.');
const notifications = z
  .object({ mails: z.array(z.object({ code: z.enum(notificationCodes), label: z.string().describe('Dutch.'), on: z.boolean() })), dailyAt })
  .meta({ id: 'Notifications' });

const read = route({
  method: 'get',
  path: '/account/notifications',
  tag: 'Accounts',
  summary: 'Which mails I get, and when the overview of the day comes',
  may: 'set-notifications',
  responses: { 200: notifications },
  handle: async ({ actor }, { sql }) => ok(await readNotifications(sql, actor)),
});

const change = route({
  method: 'put',
  path: '/account/notifications',
  tag: 'Accounts',
  summary: 'Choose which mails I get, and when the overview of the day comes',
  description: 'A mail that nobody wants goes to all whom it concerns all the same.',
  may: 'set-notifications',
  body: z.strictObject({ off: z.array(z.enum(notificationCodes)).max(notificationCodes.length).describe('Those that need not come.'), dailyAt }),
  responses: { 200: notifications },
  async handle({ actor, body }, { sql }) {
    await changeNotifications(sql, actor, body, new Date().toISOString());
    return ok(await readNotifications(sql, actor));
  },
});

export const notificationRoutes = [read, change];
