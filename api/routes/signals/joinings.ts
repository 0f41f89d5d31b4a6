/** Signals of addresses that are probably one household: joined by a person, and put back. */
import { z } from 'zod';
import { joinHousehold, partHousehold } from '../../../src/usecases/signals/join-household.ts';
import { readJoinings } from '../../../src/usecases/signals/find-likely-households.ts';
import { ok, route } from '../../route.ts';
import { idParams, joining } from '../../schemas/common.ts';

const refuses = ['conflict', 'engine-unavailable'] as const;

const join = route({
  method: 'post',
  path: '/cases/{id}/joinings',
  tag: 'Households',
  summary: 'Join the signals of a candidate, at what is probably the same address, to this case',
  description: 'Only what is shown as `probablySame` can be joined, while nothing has been decided on the signals. A match list that stands is made anew. The candidate ends.',
  may: 'join-households',
  params: idParams,
  body: z.strictObject({ fromCaseId: z.uuid().describe('The candidate.') }),
  responses: { 201: { description: 'Joined.', schema: joining } },
  refuses,
  async handle({ actor, key, params, body }, deps) {
    const id = await joinHousehold(deps, actor, { fromCase: body.fromCaseId, intoCase: params.id, key, at: new Date().toISOString() });
    return { status: 201, body: (await readJoinings(deps.sql, params.id)).find((one) => one.id === id) };
  },
});

const undo = route({
  method: 'post',
  path: '/joinings/{id}/undo',
  tag: 'Households',
  summary: 'Put joined signals back at their own address, while the match has not decided on them',
  may: 'join-households',
  params: idParams,
  responses: { 200: joining },
  refuses,
  async handle({ actor, params }, deps) {
    const caseId = await partHousehold(deps, actor, params.id, new Date().toISOString());
    return ok((await readJoinings(deps.sql, caseId)).find((one) => one.id === params.id));
  },
});

export const joiningRoutes = [join, undo];
