/** Objections of a person: its signals lead to no case any more. */
import { z } from 'zod';
import { fileObjection, withdrawObjection } from '../../../src/usecases/rights/file-objection.ts';
import { ok, route } from '../../route.ts';
import { idParams, localDate } from '../../schemas/common.ts';

const objection = z.object({ id: z.uuid(), filedOn: localDate, withdrawnOn: localDate.nullable() }).meta({ id: 'Objection' });

const file = route({
  method: 'post',
  path: '/objections',
  tag: 'Privacy',
  summary: 'File the objection of the person a signal is about',
  description: 'From the next match list on, signals of this person drop out with `objection`, at whatever address. Those in running cases end now: a case of others too goes on without them, one that is about nobody else closes. What may be of this person is marked `objectionDoubt`.',
  may: 'handle-objections',
  body: z.strictObject({ signalId: z.uuid() }),
  responses: { 201: { description: 'On file.', schema: objection } },
  refuses: ['not-found', 'engine-unavailable'],
  handle: async ({ actor, body }, deps) => ({ status: 201, body: await fileObjection(deps, actor, { signalId: body.signalId, at: new Date().toISOString() }) }),
});

const withdraw = route({
  method: 'delete',
  path: '/objections/{id}',
  tag: 'Privacy',
  summary: 'Withdraw an objection',
  description: 'It stays on file as withdrawn. What it ended is not begun again.',
  may: 'handle-objections',
  params: idParams,
  responses: { 200: objection },
  refuses: ['engine-unavailable'],
  handle: async ({ actor, params }, deps) => ok(await withdrawObjection(deps, actor, { objectionId: params.id, at: new Date().toISOString() })),
});

export const objectionRoutes = [file, withdraw];
