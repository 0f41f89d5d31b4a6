/** Complaints (Awb chapter 9): recorded by whoever hears them, handled by desk and project leader, each with a deadline of its own. */
import { z } from 'zod';
import { complaintOutcomes, complaintStates, complaintSubjects } from '../../../src/domain/complaints/complaint.ts';
import { fileComplaint } from '../../../src/usecases/complaints/file-complaint.ts';
import { countedComplaints, readComplaint, readComplaints, writeComplaintLetter } from '../../../src/usecases/complaints/read-complaints.ts';
import { closeComplaint, confirmComplaint, extendComplaint, giveComplaintTo, withdrawComplaint } from '../../../src/usecases/complaints/steer-complaint.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { complaintLetter } from '../../../src/wording/documents/complaint-letter.ts';
import { paperHeaders, paperPage } from '../../../web/paper/paper.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { caseComplaintBody, complaintBody, complaintClosingBody, complaintCounts, complaintDetail, complaintExtensionBody, complaintItem, complaintOwnerBody, complaintReceiptBody } from '../../schemas/complaint.ts';
import { commaList, idParams, instant, named, pageFields, pageOf, supportedDate } from '../../schemas/common.ts';
import { localDate } from '../../../src/domain/time/dates.ts';

const tag = 'Complaints';
const recorded = { responses: { 201: { description: 'Recorded.', schema: z.object({ id: z.uuid() }) } }, refuses: ['conflict', 'engine-unavailable', 'not-found'] } as const;
const steered = { may: 'handle-complaints', params: idParams, responses: { 200: complaintDetail } } as const;
const byWorkflow = ['action-refused', 'conflict', 'engine-unavailable'] as const;

const file = route({
  method: 'post',
  path: '/complaints',
  tag,
  summary: 'Record a complaint',
  description: 'Its term, six weeks from its receipt (Awb art. 9:11), runs at once. The same Idempotency-Key records it once.',
  may: 'register-complaints',
  body: complaintBody,
  ...recorded,
  async handle({ actor, key, body: { text, municipality, ...told } }, deps) {
    const id = await fileComplaint(deps, actor, { ...told, municipalityCode: municipality, words: text, key, at: new Date().toISOString() });
    return { status: 201, body: { id }, headers: { Location: `/api/v1/complaints/${id}` } };
  },
});

const fileInCase = route({
  method: 'post',
  path: '/cases/{id}/complaints',
  tag,
  summary: 'Record a complaint about a case',
  description: 'As `POST /complaints`. The timeline of the case says that there is one, and not what was said.',
  may: 'register-complaints',
  params: idParams,
  body: caseComplaintBody,
  ...recorded,
  async handle({ actor, params, key, body: { text, receivedOn, ...told } }, deps) {
    const at = new Date().toISOString();
    const id = await fileComplaint(deps, actor, { ...told, caseId: params.id, receivedOn: receivedOn ?? localDate(at), words: text, key, at });
    return { status: 201, body: { id }, headers: { Location: `/api/v1/complaints/${id}` } };
  },
});

const position = z.strictObject({ dueBefore: z.union([instant, z.literal('infinity')]), id: z.uuid() });
const wanted = {
  municipality: named.optional(),
  owner: z.string().max(64).optional().describe('The account that handles it.'),
  subject: z.enum(complaintSubjects).optional(),
  outcome: z.enum(complaintOutcomes).optional(),
  from: supportedDate.optional().describe('Received on this day or later.'),
  to: supportedDate.optional().describe('Received on this day or earlier.'),
};

const list = route({
  method: 'get',
  path: '/complaints',
  tag,
  summary: 'List complaints, the nearest deadline first',
  description: 'Without `state`: all that still wait.',
  may: 'handle-complaints',
  query: z.strictObject({ state: commaList(complaintStates).optional(), case: z.uuid().optional(), ...wanted, ...pageFields }),
  responses: { 200: pageOf(complaintItem) },
  handle: ({ actor, query: { state, case: caseId, limit, cursor, ...filters } }, { sql }) => paged({ limit, cursor }, position, async (asked) => readComplaints(sql, { ...(await knownFilters(sql, actor, filters)), states: state, caseId }, asked)),
});

const counts = route({
  method: 'get',
  path: '/complaints/counts',
  tag,
  summary: 'How many complaints came in, from whom, about what, how they ended and how many were late',
  may: 'handle-complaints',
  query: z.strictObject(wanted),
  responses: { 200: complaintCounts },
  handle: async ({ actor, query }, { sql }) => ok(await countedComplaints(sql, await knownFilters(sql, actor, query))),
});

const read = route({
  method: 'get',
  path: '/complaints/{id}',
  tag,
  summary: 'Read a complaint: what was said, by when, who handles it and how it ended',
  ...steered,
  handle: async ({ actor, params }, deps) => ok(await readComplaint(deps, actor, params.id)),
});

const giveTo = route({
  method: 'post',
  path: '/complaints/{id}/owner',
  tag,
  summary: 'Say who handles a complaint; never whom it is about (Awb art. 9:7)',
  ...steered,
  body: complaintOwnerBody,
  refuses: ['action-refused'],
  async handle({ actor, params, key, body }, deps) {
    await giveComplaintTo(deps, actor, { complaintId: params.id, key, ...body });
    return ok(await readComplaint(deps, actor, params.id));
  },
});

const confirm = route({
  method: 'post',
  path: '/complaints/{id}/receipt',
  tag,
  summary: 'Note that the complainant was told that it came in (Awb art. 9:6)',
  ...steered,
  body: complaintReceiptBody,
  async handle({ actor, params, key, body }, deps) {
    await confirmComplaint(deps, actor, { complaintId: params.id, key, ...body });
    return ok(await readComplaint(deps, actor, params.id));
  },
});

const extend = route({
  method: 'post',
  path: '/complaints/{id}/extend',
  tag,
  summary: 'Put a complaint off by four weeks, once; further only with consent (Awb art. 9:11)',
  ...steered,
  body: complaintExtensionBody,
  refuses: byWorkflow,
  async handle({ actor, params, key, body }, deps) {
    await extendComplaint(deps, actor, { complaintId: params.id, key, ...body });
    return ok(await readComplaint(deps, actor, params.id));
  },
});

const close = route({
  method: 'post',
  path: '/complaints/{id}/close',
  tag,
  summary: 'Say how a complaint ended, with the findings for the letter',
  ...steered,
  body: complaintClosingBody,
  refuses: byWorkflow,
  async handle({ actor, params, key, body }, deps) {
    await closeComplaint(deps, actor, { complaintId: params.id, key, ...body });
    return ok(await readComplaint(deps, actor, params.id));
  },
});

const withdraw = route({
  method: 'post',
  path: '/complaints/{id}/withdraw',
  tag,
  summary: 'The complainant takes it back',
  ...steered,
  refuses: byWorkflow,
  async handle({ actor, params, key }, deps) {
    await withdrawComplaint(deps, actor, { complaintId: params.id, key });
    return ok(await readComplaint(deps, actor, params.id));
  },
});

const letter = route({
  method: 'get',
  path: '/complaints/{id}/letter',
  tag,
  summary: 'The letter about a complaint as it stands: receipt, more time, or how it ended',
  description: 'A page to print, in Dutch.',
  may: 'handle-complaints',
  params: idParams,
  responses: { 200: { description: 'HTML.', schema: z.string(), mediaType: 'text/html' } },
  handle: async ({ actor, params }, deps) => stream('text/html; charset=utf-8', paperPage(complaintLetter(await writeComplaintLetter(deps, actor, params.id))), paperHeaders),
});

export const complaintRoutes = [file, fileInCase, list, counts, read, giveTo, confirm, extend, close, withdraw, letter];
