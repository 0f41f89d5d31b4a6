/** Changes of calendar and policy: looked at before they hold, confirmed or discarded, and followed until every case was told. */
import { z } from 'zod';
import { changeStates } from '../../../src/domain/planning/change.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { confirmChange, discardChange } from '../../../src/usecases/planning/confirm-change.ts';
import { exportMoves, readChange, readChanges, readMoves } from '../../../src/usecases/planning/read-change.ts';
import { movesCsv } from '../../../src/wording/documents/moves-csv.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { change, effect, move } from '../../schemas/change.ts';
import { commaList, deadlineKind, idParams, instant, named, pageFields, pageOf } from '../../schemas/common.ts';

const list = route({
  method: 'get',
  path: '/changes',
  tag: 'Calendar and policy',
  summary: 'Every change of calendar and policy, the newest first',
  may: 'change-planning',
  query: z.strictObject({ state: commaList(changeStates).optional(), ...pageFields }),
  responses: { 200: pageOf(change) },
  handle: ({ query: { state, ...page } }, { sql }) => paged(page, z.strictObject({ proposedAt: instant, id: z.uuid() }), (asked) => readChanges(sql, state, asked)),
});

const read = route({
  method: 'get',
  path: '/changes/{id}',
  tag: 'Calendar and policy',
  summary: 'One change: its preview, and how many cases have been told',
  may: 'change-planning',
  params: idParams,
  responses: { 200: change },
  handle: async ({ params }, { sql }) => ok(await readChange(sql, params.id)),
});

const moves = route({
  method: 'get',
  path: '/changes/{id}/moves',
  tag: 'Calendar and policy',
  summary: 'Every deadline that the change moves, as foreseen',
  description: 'With `Accept: text/csv` the whole list, one line a deadline.',
  may: 'change-planning',
  params: idParams,
  query: z.strictObject({ effect: effect.optional(), kind: deadlineKind.optional(), municipality: named.optional(), ...pageFields }),
  responses: { 200: { description: 'Done', schema: pageOf(move), alsoAs: 'text/csv' } },
  async handle({ params, query: { limit, cursor, ...asked }, request, actor }, { sql }) {
    const filters = await knownFilters(sql, actor, asked);
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', movesCsv(await exportMoves(sql, actor, params.id, filters)), attachment('csv', 'wijziging', params.id));
    return paged({ limit, cursor }, z.string(), (page) => readMoves(sql, actor, params.id, filters, page));
  },
});

const confirm = route({
  method: 'post',
  path: '/changes/{id}/confirm',
  tag: 'Calendar and policy',
  summary: 'Let a proposed change hold: new cases begin with it, running ones are told',
  description: 'Refused with `preview-outdated` when calendar or policies changed since the preview. Confirming again changes nothing.',
  may: 'change-planning',
  params: idParams,
  responses: { 202: { description: 'It holds; running cases are being told.', schema: change } },
  refuses: ['action-refused', 'preview-outdated'],
  async handle({ params, actor }, deps) {
    await confirmChange(deps, actor, params.id, new Date().toISOString());
    return { status: 202, body: await readChange(deps.sql, params.id) };
  },
});

const discard = route({
  method: 'post',
  path: '/changes/{id}/discard',
  tag: 'Calendar and policy',
  summary: 'Let a proposed change go',
  may: 'change-planning',
  params: idParams,
  responses: { 200: change },
  refuses: ['action-refused'],
  async handle({ params, actor }, { sql }) {
    await discardChange(sql, actor, params.id, new Date().toISOString());
    return ok(await readChange(sql, params.id));
  },
});

export const changeRoutes = [list, read, moves, confirm, discard];
