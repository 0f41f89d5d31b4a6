/** Breaches of agreements with creditors: found by the system or recorded by people, and followed up. */
import { z } from 'zod';
import { breachKinds, breachStates } from '../../../src/domain/breaches/breach.ts';
import { followBreach, recordBreach } from '../../../src/usecases/breaches/follow-breach.ts';
import { exportBreaches, readBreach, readBreaches } from '../../../src/usecases/breaches/read-breaches.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { breachesCsv } from '../../../src/wording/documents/breaches-csv.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { breachBody, breachDetail, breachFollowUp, breachItem } from '../../schemas/breach.ts';
import { commaList, idParams, localDate, named, pageFields, pageOf, supportedDate } from '../../schemas/common.ts';

const tag = 'Agreements';
const position = z.strictObject({ occurredOn: localDate, id: z.uuid() });

const list = route({
  method: 'get',
  path: '/breaches',
  tag,
  summary: 'List breaches of agreements, the newest first',
  description: 'Late or missing deliveries and unanswered re-checks are found by the system. A creditor sees its own, once they were raised with it. With `Accept: text/csv` all that was found.',
  may: 'read-breaches',
  query: z.strictObject({ state: commaList(breachStates).optional(), kind: z.enum(breachKinds).optional(), creditor: named.optional(), municipality: named.optional(), from: supportedDate.optional(), to: supportedDate.optional(), ...pageFields }),
  responses: { 200: { description: 'Done', schema: pageOf(breachItem), alsoAs: 'text/csv' } },
  async handle({ actor, query: { state, limit, cursor, ...filters }, request }, { sql }) {
    const wanted = { ...(await knownFilters(sql, actor, filters)), states: state };
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', breachesCsv(exportBreaches(sql, actor, wanted)), attachment('csv', 'schendingen'));
    return paged({ limit, cursor }, position, (page) => readBreaches(sql, actor, wanted, page));
  },
});

const read = route({
  method: 'get',
  path: '/breaches/{id}',
  tag,
  summary: 'Read a breach and what was done about it',
  may: 'read-breaches',
  params: idParams,
  responses: { 200: breachDetail },
  handle: async ({ actor, params }, deps) => ok(await readBreach(deps, actor, params.id)),
});

const record = route({
  method: 'post',
  path: '/breaches',
  tag,
  summary: 'Record a breach that somebody saw: collecting while suspended, or another',
  may: 'follow-breaches',
  body: breachBody,
  responses: { 201: { description: 'Recorded.', schema: breachDetail } },
  refuses: ['conflict', 'not-found'],
  async handle({ actor, key, body: { text, ...told } }, deps) {
    const id = await recordBreach(deps, actor, { ...told, words: text, key, at: new Date().toISOString() });
    return { status: 201, body: await readBreach(deps, actor, id), headers: { Location: `/api/v1/breaches/${id}` } };
  },
});

const follow = route({
  method: 'post',
  path: '/breaches/{id}/follow-up',
  tag,
  summary: 'Note what was done about a breach, who sees to it, and what it has become',
  may: 'follow-breaches',
  params: idParams,
  body: breachFollowUp,
  responses: { 200: breachDetail },
  refuses: ['action-refused'],
  async handle({ actor, params, key, body: { text, ...what } }, deps) {
    await followBreach(deps, actor, { ...what, breachId: params.id, words: text, key, at: new Date().toISOString() });
    return ok(await readBreach(deps, actor, params.id));
  },
});

export const breachRoutes = [list, read, record, follow];
