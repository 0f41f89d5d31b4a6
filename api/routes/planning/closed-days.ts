/** Days on which nobody works, beside the statutory holidays. */
import { z } from 'zod';
import { proposeClosedDay, proposeWithdrawal } from '../../../src/usecases/planning/propose-closed-day.ts';
import { mustBeTheirs } from '../../../src/usecases/planning/may-change.ts';
import { readClosedDays } from '../../../src/usecases/planning/read-planning.ts';
import { readChange } from '../../../src/usecases/planning/read-change.ts';
import type { ApiDependencies } from '../../dependencies.ts';
import { ok, route, type Reply } from '../../route.ts';
import { proposed, reason } from '../../schemas/change.ts';
import { localDate, supportedDate } from '../../schemas/common.ts';

const closedDay = z
  .object({ date: localDate, name: z.string(), source: z.enum(['decree', 'added']).describe('Made equal to a holiday by royal decree, or added here.') })
  .meta({ id: 'ClosedDay' });

export const proposedReply = async ({ sql }: Pick<ApiDependencies, 'sql'>, id: string): Promise<Reply> => ({ status: 201, body: await readChange(sql, id), headers: { Location: `/api/v1/changes/${id}` } });

const list = route({
  method: 'get',
  path: '/closed-days',
  tag: 'Calendar and policy',
  summary: 'The closed days beside the statutory holidays, in order',
  may: 'read-planning',
  responses: { 200: z.object({ items: z.array(closedDay) }) },
  handle: async (_input, { sql }) => ok({ items: await readClosedDays(sql) }),
});

const add = route({
  method: 'post',
  path: '/closed-days',
  tag: 'Calendar and policy',
  summary: 'Propose a closed day, and see which deadlines it would move',
  description: 'A day by royal decree, or one of the region. Nothing moves until the change is confirmed.',
  may: 'change-planning',
  body: z.strictObject({ date: supportedDate, name: z.string().trim().min(1).max(100), reason }),
  responses: proposed,
  refuses: ['conflict'],
  async handle({ actor, key, body }, deps) {
    mustBeTheirs(actor, null);
    return proposedReply(deps, await proposeClosedDay(deps.sql, actor, body, { key, at: new Date().toISOString() }));
  },
});

const withdraw = route({
  method: 'post',
  path: '/closed-days/{date}/withdraw',
  tag: 'Calendar and policy',
  summary: 'Propose that an added day is no closed day after all, and see which deadlines that would move',
  may: 'change-planning',
  params: z.strictObject({ date: supportedDate }),
  body: z.strictObject({ reason }),
  responses: proposed,
  refuses: ['conflict'],
  async handle({ actor, key, params, body }, deps) {
    mustBeTheirs(actor, null);
    return proposedReply(deps, await proposeWithdrawal(deps.sql, actor, { ...params, ...body }, { key, at: new Date().toISOString() }));
  },
});

export const closedDayRoutes = [list, add, withdraw];
