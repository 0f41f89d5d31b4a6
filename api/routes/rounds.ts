/** The desk's rounds: open, look, close, confirm. */
import { z } from 'zod';
import type { Db } from '../../src/db/connect.ts';
import { matchDropOuts, matchedCases, matchRows } from '../../src/db/queries/match-list.ts';
import { figuresOf, findRound, listRounds, type RoundOverview } from '../../src/db/queries/round-reading.ts';
import { cutOffOn } from '../../src/domain/round.ts';
import { AppError } from '../../src/errors.ts';
import { knownRegion } from '../../src/usecases/known-region.ts';
import { mustBeTheirs } from '../../src/usecases/may-change.ts';
import { openRound } from '../../src/usecases/open-round.ts';
import { closeRoundNow, confirmRoundMatch, type Steered } from '../../src/usecases/steer-round.ts';
import { matchCsv } from '../../src/wording/match-csv.ts';
import { attachment } from '../attachment.ts';
import { decodeCursor, pageFrom } from '../cursor.ts';
import { ok, route, stream, type Reply } from '../route.ts';
import { pageFields } from '../schemas/common.ts';
import { matchPage, month, round, roundDetail, roundParams } from '../schemas/round.ts';

async function known(sql: Db, idOrMonth: string): Promise<RoundOverview> {
  const found = await findRound(sql, idOrMonth);
  if (found === null) throw new AppError('not-found', `Er is geen ronde ${idOrMonth}; GET /api/v1/rounds noemt ze allemaal.`);
  return found;
}

const detailOf = async (sql: Db, id: string) => ({ ...(await known(sql, id)), ...(await figuresOf(sql, id)) });

const open = route({
  method: 'post',
  path: '/rounds',
  tag: 'Rounds',
  summary: 'Open the round of a month',
  description: 'The coming round opens by itself. A month whose cut-off is over is opened by hand, and closes when somebody closes it.',
  may: 'run-rounds',
  body: z.strictObject({
    month,
    region: z.string().optional().describe('Needed where there are several.'),
    byHand: z.boolean().optional(),
    cutOff: z.union([z.iso.date(), z.iso.datetime({ offset: true })]).optional().describe('A moment, or a local day (11:00); default: the 25th, 11:00. Ages are counted on its day.'),
  }),
  responses: { 201: { description: 'Opened.', schema: roundDetail }, 200: { description: 'It was open already.', schema: roundDetail } },
  refuses: ['conflict', 'engine-unavailable'],
  async handle({ actor, body }, deps) {
    mustBeTheirs(actor, null);
    const at = new Date().toISOString();
    const { cutOff } = body;
    const moment = cutOff === undefined ? undefined : cutOff.length === 10 ? cutOffOn(cutOff) : new Date(cutOff).toISOString();
    const { id, isNew } = await openRound(deps, actor, { regionId: await knownRegion(deps.sql, body.region), month: body.month, byHand: body.byHand, cutOff: moment, at });
    return { status: isNew ? 201 : 200, body: await detailOf(deps.sql, id), headers: { Location: `/api/v1/rounds/${id}` } };
  },
});

const list = route({
  method: 'get',
  path: '/rounds',
  tag: 'Rounds',
  summary: 'All rounds, the newest month first',
  may: 'run-rounds',
  responses: { 200: z.object({ items: z.array(round) }) },
  handle: async (_input, { sql }) => ok({ items: await listRounds(sql) }),
});

const read = route({
  method: 'get',
  path: '/rounds/{month}',
  tag: 'Rounds',
  summary: 'One round: where it stands and its figures',
  may: 'run-rounds',
  params: roundParams,
  responses: { 200: roundDetail },
  async handle({ params }, { sql }) {
    const { id } = await known(sql, params.month);
    return ok(await detailOf(sql, id));
  },
});

const steered = async (sql: Db, id: string, { finished }: Steered): Promise<Reply> => ({ status: finished ? 200 : 202, body: await detailOf(sql, id) });
const steeredResponses = { 200: { description: 'Done.', schema: roundDetail }, 202: { description: 'Accepted; it goes on.', schema: roundDetail } };

const close = route({
  method: 'post',
  path: '/rounds/{month}/close',
  tag: 'Rounds',
  summary: 'Close an open round now, and match it',
  may: 'run-rounds',
  params: roundParams,
  responses: steeredResponses,
  refuses: ['action-refused', 'engine-unavailable'],
  async handle({ actor, params }, deps) {
    mustBeTheirs(actor, null);
    const { id } = await known(deps.sql, params.month);
    return steered(deps.sql, id, await closeRoundNow(deps, actor, id));
  },
});

const confirm = route({
  method: 'post',
  path: '/rounds/{month}/confirm',
  tag: 'Rounds',
  summary: 'Confirm the match list that you saw',
  description: 'A list that is not the newest is refused with `list-changed`: look at the new one first.',
  may: 'run-rounds',
  params: roundParams,
  body: z.strictObject({ listVersion: z.int().min(1) }),
  responses: steeredResponses,
  refuses: ['action-refused', 'list-changed', 'engine-unavailable'],
  async handle({ actor, params, body }, deps) {
    mustBeTheirs(actor, null);
    const { id } = await known(deps.sql, params.month);
    return steered(deps.sql, id, await confirmRoundMatch(deps, actor, id, body.listVersion));
  },
});

const matches = route({
  method: 'get',
  path: '/rounds/{month}/matches',
  tag: 'Rounds',
  summary: 'The match list: cases with their signals, or drop-outs with their reason',
  description: 'With `Accept: text/csv` the whole list, one line a signal.',
  may: 'run-rounds',
  params: roundParams,
  query: z.strictObject({ show: z.enum(['cases', 'drop-outs']).default('cases'), ...pageFields }),
  responses: { 200: { description: 'Done', schema: matchPage, alsoAs: 'text/csv' } },
  async handle({ params, query, request }, { sql, keys }) {
    const { id } = await known(sql, params.month);
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', matchCsv(matchRows(sql, id)), attachment('csv', 'match', id));
    const { show, limit } = query;
    if (show === 'cases') {
      const after = decodeCursor(query.cursor, z.tuple([z.string(), z.uuid()]));
      const page = pageFrom(await matchedCases({ sql, keys }, id, { after, limit: limit + 1 }), limit, (last) => [last.municipalityCode, last.caseId]);
      return ok({ items: page.rows, nextCursor: page.nextCursor });
    }
    const after = decodeCursor(query.cursor, z.tuple([z.string(), z.string()]));
    const page = pageFrom(await matchDropOuts(sql, id, { after, limit: limit + 1 }), limit, (last) => [last.creditorId, last.reference]);
    return ok({ items: page.rows, nextCursor: page.nextCursor });
  },
});

export const roundRoutes = [open, list, read, close, confirm, matches];
