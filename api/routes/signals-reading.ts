/** What became of signals: a creditor reads its own, staff those of their municipality. Nothing about the person. */
import { z } from 'zod';
import type { CallingActor } from '../../src/actor.ts';
import { listCreditors } from '../../src/db/queries/reference.ts';
import { listSignals, type SignalRow } from '../../src/db/queries/signals.ts';
import type { Sql } from '../../src/db/connect.ts';
import { AppError } from '../../src/errors.ts';
import { creditorSignalOf, creditorSignalSchema } from '../../src/wording/creditors-view.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route } from '../route.ts';
import { idParams, instant, pageFields, pageOf } from '../schemas/common.ts';

const position = z.tuple([z.literal('receivedAt'), instant, z.uuid()]);

const ofCreditor = route({
  method: 'get',
  path: '/creditors/{id}/signals',
  tag: 'Signals',
  summary: "A creditor's signals with their status, the newest first",
  may: 'read-signals',
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ round: z.string().optional(), state: z.enum(['pending', 'in-case', 'dropped']).optional(), ...pageFields }),
  responses: { 200: pageOf(creditorSignalSchema) },
  async handle({ params, query, actor }, { sql }) {
    if (actor.role === 'creditor' && actor.creditorId !== params.id) throw new AppError('forbidden', 'U ziet alleen uw eigen signalen.');
    if (!(await listCreditors(sql, actor)).some(({ id }) => id === params.id)) throw new AppError('not-found', 'Deze schuldeiser bestaat niet.');
    const [, receivedAt, id] = decodeCursor(query.cursor, position) ?? [];
    const after = receivedAt === undefined || id === undefined ? null : { receivedAt, id };
    const rows = await listSignals(sql, actor, { creditorId: params.id, roundId: query.round, state: query.state }, { after, limit: query.limit + 1 });
    const page = pageFrom(rows, query.limit, (last) => ['receivedAt', last.receivedAt, last.id]);
    return ok({ items: page.rows.map(creditorSignalOf), nextCursor: page.nextCursor });
  },
});

async function findSignal(sql: Sql, actor: CallingActor, id: string): Promise<SignalRow> {
  const [row] = await listSignals(sql, actor, { signalId: id }, { after: null, limit: 1 });
  if (row === undefined) throw new AppError('not-found', 'Dit signaal bestaat niet, of is niet van u.');
  return row;
}

const one = route({
  method: 'get',
  path: '/signals/{id}',
  tag: 'Signals',
  summary: 'What became of one signal',
  may: 'read-signals',
  params: idParams,
  responses: { 200: creditorSignalSchema },
  handle: async ({ params, actor }, { sql }) => ok(creditorSignalOf(await findSignal(sql, actor, params.id))),
});

export const signalReadingRoutes = [ofCreditor, one];
