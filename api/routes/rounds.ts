/** The desk's rounds: open, look, close, confirm. */
import { z } from 'zod';
import { cutOffOn } from '../../src/domain/rounds/round.ts';
import { knownRegion } from '../../src/usecases/planning/known-region.ts';
import { mustBeTheirs } from '../../src/usecases/planning/may-change.ts';
import { openRound } from '../../src/usecases/rounds/open-round.ts';
import { exportMatches, readDropOuts, readMatches } from '../../src/usecases/rounds/read-matches.ts';
import { knownRound, readRound, readRounds } from '../../src/usecases/rounds/read-rounds.ts';
import { closeRoundNow, confirmRoundMatch, type Steered } from '../../src/usecases/rounds/steer-round.ts';
import { matchCsv } from '../../src/wording/documents/match-csv.ts';
import type { ApiDependencies } from '../dependencies.ts';
import { attachment } from '../attachment.ts';
import { paged } from '../cursor.ts';
import { ok, route, stream, type Reply } from '../route.ts';
import { moment, month, pageFields, supportedDate } from '../schemas/common.ts';
import { matchPage, round, roundDetail, roundParams } from '../schemas/round.ts';

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
    cutOff: z.union([supportedDate, moment]).optional().describe('A moment, or a local day (11:00); default: the 25th, 11:00. Ages are counted on its day.'),
  }),
  responses: { 201: { description: 'Opened.', schema: roundDetail }, 200: { description: 'It was open already.', schema: roundDetail } },
  refuses: ['conflict', 'engine-unavailable'],
  async handle({ actor, body }, deps) {
    mustBeTheirs(actor, null);
    const at = new Date().toISOString();
    const { cutOff } = body;
    const closesAt = cutOff === undefined ? undefined : cutOff.length === 10 ? cutOffOn(cutOff) : new Date(cutOff).toISOString();
    const { id, isNew } = await openRound(deps, actor, { regionId: await knownRegion(deps.sql, body.region), month: body.month, byHand: body.byHand, cutOff: closesAt, at });
    return { status: isNew ? 201 : 200, body: await readRound(deps.sql, id), headers: { Location: `/api/v1/rounds/${id}` } };
  },
});

const list = route({
  method: 'get',
  path: '/rounds',
  tag: 'Rounds',
  summary: 'All rounds, the newest month first',
  may: 'run-rounds',
  responses: { 200: z.object({ items: z.array(round) }) },
  handle: async (_input, { sql }) => ok({ items: await readRounds(sql) }),
});

const read = route({
  method: 'get',
  path: '/rounds/{month}',
  tag: 'Rounds',
  summary: 'One round: where it stands and its figures',
  may: 'run-rounds',
  params: roundParams,
  responses: { 200: roundDetail },
  handle: async ({ params }, { sql }) => ok(await readRound(sql, params.month)),
});

const steered = async ({ sql }: Pick<ApiDependencies, 'sql'>, id: string, { finished }: Steered): Promise<Reply> => ({ status: finished ? 200 : 202, body: await readRound(sql, id) });
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
    const { id } = await knownRound(deps.sql, params.month);
    return steered(deps, id, await closeRoundNow(deps, actor, id));
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
    const { id } = await knownRound(deps.sql, params.month);
    return steered(deps, id, await confirmRoundMatch(deps, actor, id, body.listVersion));
  },
});

const matchedPosition = z.strictObject({ municipalityCode: z.string(), caseId: z.uuid() });
const dropOutPosition = z.strictObject({ creditorId: z.string(), reference: z.string() });

const matches = route({
  method: 'get',
  path: '/rounds/{month}/matches',
  tag: 'Rounds',
  summary: 'The match list: cases with their signals, or drop-outs with their reason',
  description: 'With `Accept: text/csv` the whole list, one line a signal; cases with number and address, amounts in euros.',
  may: 'run-rounds',
  params: roundParams,
  query: z.strictObject({ show: z.enum(['cases', 'drop-outs']).default('cases'), ...pageFields }),
  responses: { 200: { description: 'Done', schema: matchPage, alsoAs: 'text/csv' } },
  async handle({ actor, params, query, request }, { sql, keys }) {
    const { id } = await knownRound(sql, params.month);
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', matchCsv(exportMatches({ sql, keys }, actor, id)), attachment('csv', 'match', id));
    return query.show === 'cases'
      ? paged(query, matchedPosition, (page) => readMatches({ sql, keys }, actor, id, page))
      : paged(query, dropOutPosition, (page) => readDropOuts({ sql, keys }, actor, id, page));
  },
});

export const roundRoutes = [open, list, read, close, confirm, matches];
