/** Rights of the person (AVG art. 15–17, 21): requests, each with a deadline of its own. */
import { z } from 'zod';
import { avgStates } from '../../../src/domain/rights/avg-request.ts';
import { fileAvgRequest } from '../../../src/usecases/avg-requests/file-avg-request.ts';
import { readAvgRequest, readAvgRequests } from '../../../src/usecases/avg-requests/read-avg-request.ts';
import { reportPerson } from '../../../src/usecases/avg-requests/report-person.ts';
import { decideRequest, extendRequest, withdrawRequest } from '../../../src/usecases/avg-requests/steer-avg-request.ts';
import { writeAvgLetter } from '../../../src/usecases/avg-requests/write-avg-letter.ts';
import { avgLetter } from '../../../src/wording/documents/avg-letter.ts';
import { reportPaper } from '../../../src/wording/documents/avg-report.ts';
import type { Paper } from '../../../src/wording/documents/paper.ts';
import { paperFile, paperHeaders, paperPage } from '../../../web/paper/paper.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream, type Reply } from '../../route.ts';
import { avgReport } from '../../schemas/avg-report.ts';
import { avgDecisionBody, avgExtensionBody, avgRequestBody, avgRequestDetail, avgRequestItem } from '../../schemas/avg-request.ts';
import { commaList, flag, idParams, instant, pageFields, pageOf } from '../../schemas/common.ts';

const tag = 'Privacy';
const steered = { responses: { 200: avgRequestDetail }, refuses: ['action-refused', 'conflict', 'engine-unavailable'] } as const;

const file = route({
  method: 'post',
  path: '/avg-requests',
  tag,
  summary: 'Record a request of a resident under the AVG',
  description: 'Its deadline, one month from its receipt (AVG art. 12(3)), runs at once. The same Idempotency-Key records it once.',
  may: 'handle-avg-requests',
  body: avgRequestBody,
  responses: { 201: { description: 'Recorded.', schema: avgRequestDetail } },
  refuses: ['action-refused', 'conflict', 'engine-unavailable', 'not-found'],
  async handle({ actor, key, body }, deps) {
    const id = await fileAvgRequest(deps, actor, { ...body, key, at: new Date().toISOString() });
    return { status: 201, body: await readAvgRequest(deps, actor, id), headers: { Location: `/api/v1/avg-requests/${id}` } };
  },
});

const position = z.strictObject({ dueBefore: z.union([instant, z.literal('infinity')]), id: z.uuid() });

const list = route({
  method: 'get',
  path: '/avg-requests',
  tag,
  summary: 'List requests under the AVG, the nearest deadline first',
  description: 'Without `state`: all that are not answered yet.',
  may: 'follow-avg-requests',
  query: z.strictObject({ state: commaList(avgStates).optional(), ...pageFields }),
  responses: { 200: pageOf(avgRequestItem) },
  handle: ({ query: { state, ...page } }, { sql }) => paged(page, position, (asked) => readAvgRequests(sql, state, asked)),
});

const read = route({
  method: 'get',
  path: '/avg-requests/{id}',
  tag,
  summary: 'Read a request: what was asked, by when, what was decided and what it did',
  may: 'follow-avg-requests',
  params: idParams,
  responses: { 200: avgRequestDetail },
  handle: async ({ actor, params }, deps) => ok(await readAvgRequest(deps, actor, params.id)),
});

const decide = route({
  method: 'post',
  path: '/avg-requests/{id}/decide',
  tag,
  summary: 'Grant a request, which is then carried out, or refuse it with its ground',
  description: 'Granted, its state is `granted` until it is carried out, and then `done`. What is erased cannot be brought back.',
  may: 'handle-avg-requests',
  params: idParams,
  body: avgDecisionBody,
  ...steered,
  async handle({ actor, params, key, body }, deps) {
    await decideRequest(deps, actor, { requestId: params.id, key, ...body });
    return ok(await readAvgRequest(deps, actor, params.id));
  },
});

const extend = route({
  method: 'post',
  path: '/avg-requests/{id}/extend',
  tag,
  summary: 'Take at most two months more, once, with the reason for the resident (AVG art. 12(3))',
  may: 'handle-avg-requests',
  params: idParams,
  body: avgExtensionBody,
  ...steered,
  async handle({ actor, params, key, body }, deps) {
    await extendRequest(deps, actor, { requestId: params.id, key, ...body });
    return ok(await readAvgRequest(deps, actor, params.id));
  },
});

const withdraw = route({
  method: 'post',
  path: '/avg-requests/{id}/withdraw',
  tag,
  summary: 'The resident takes the request back',
  may: 'handle-avg-requests',
  params: idParams,
  ...steered,
  async handle({ actor, params, key }, deps) {
    await withdrawRequest(deps, actor, { requestId: params.id, key });
    return ok(await readAvgRequest(deps, actor, params.id));
  },
});

const paper = (drawn: Paper): Reply => stream('text/html; charset=utf-8', paperPage(drawn), paperHeaders);

const report = route({
  method: 'get',
  path: '/avg-requests/{id}/report',
  tag,
  summary: 'Everything that is held about the person, or the address, of an inspection (AVG art. 15)',
  description: 'With `Accept: text/html` a page to read and print. Of others at the address it holds nothing; when `mustBeRead`, their names were taken out of what colleagues wrote, and somebody reads it before it is sent.',
  may: 'handle-avg-requests',
  params: idParams,
  query: z.strictObject({ download: flag.optional().describe('With `Accept: text/html`: as one file to keep and send, with its layout in it.') }),
  responses: { 200: { description: 'Done', schema: avgReport, alsoAs: 'text/html' } },
  refuses: ['action-refused', 'conflict'],
  async handle({ actor, params, query, request }, deps) {
    const found = await reportPerson(deps, actor, params.id);
    if (query.download === true) return stream('text/html; charset=utf-8', paperFile(reportPaper(found)), attachment('html', 'overzicht', params.id));
    return request.accepts(['application/json', 'text/html']) === 'text/html' ? paper(reportPaper(found)) : ok(found);
  },
});

const letter = route({
  method: 'get',
  path: '/avg-requests/{id}/letter',
  tag,
  summary: 'The letter about a request as it stands: receipt, more time, or the decision with the remedies',
  description: 'A page to print, in Dutch. Of an erasure it holds no name any more once that is carried out.',
  may: 'handle-avg-requests',
  params: idParams,
  responses: { 200: { description: 'HTML.', schema: z.string(), mediaType: 'text/html' } },
  handle: async ({ actor, params }, deps) => paper(avgLetter(await writeAvgLetter(deps, actor, params.id))),
});

export const avgRequestRoutes = [file, list, read, decide, extend, withdraw, report, letter];
