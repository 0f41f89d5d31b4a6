/** What happened over all cases: searching their histories. */
import { z } from 'zod';
import { eventTypes } from '../../../src/domain/case/events.ts';
import { phases, roleSchema } from '../../../src/domain/case/lifecycle.ts';
import { codesOf, contactKinds } from '../../../src/domain/codes.ts';
import { countedEvents, exportEvents, searchEvents } from '../../../src/usecases/histories/search-events.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { eventsCsv } from '../../../src/wording/documents/events-csv.ts';
import { attachment } from '../../attachment.ts';
import { paged } from '../../cursor.ts';
import { ok, route, stream } from '../../route.ts';
import { caseNumber } from '../../schemas/case.ts';
import { commaList, instant, named, pageFields, pageOf, supportedDate } from '../../schemas/common.ts';

const foundEvent = z
  .object({
    id: z.string(),
    type: z.enum(eventTypes),
    label: z.string(),
    at: instant,
    sentence: z.string().describe('Dutch.'),
    caseId: z.uuid(),
    caseNumber,
    phase: z.enum(phases).describe('Of the case, now.'),
    phaseLabel: z.string(),
    municipalityCode: z.string(),
    municipality: z.string(),
    teamId: z.string().nullable().describe('Of the case, now.'),
    actor: z.object({ id: z.string(), role: roleSchema, name: z.string() }),
  })
  .meta({ id: 'FoundEvent' });

const wanted = {
  kind: commaList(eventTypes).optional(),
  contact: z.enum(codesOf(contactKinds)).optional().describe('The kind of contact, of attempts and their corrections.'),
  from: supportedDate.optional().describe('The first day; absent: three months before the last.'),
  to: supportedDate.optional().describe('The last day, included; absent: today.'),
  municipality: named.optional(),
  team: named.optional().describe('The team that the case has now.'),
  creditor: named.optional().describe('With a signal in the case.'),
  by: z.string().max(64).optional().describe('The account of whoever did it; `system` for what happened by itself.'),
};

const position = z.strictObject({ at: instant, id: z.string().regex(/^\d{1,18}$/) });

const list = route({
  method: 'get',
  path: '/events',
  tag: 'Cases',
  summary: 'What happened in all cases, the newest first: by kind, period, place, creditor and whoever did it',
  description: '`?kind=attempt-corrected&contact=visit&from=2026-10-01`: the visits that were corrected since October. Two years at most; what was written is read in the case. With `Accept: text/csv` all that was found.',
  may: 'read-case',
  query: z.strictObject({ ...wanted, ...pageFields }),
  responses: { 200: { description: 'Done', schema: pageOf(foundEvent), alsoAs: 'text/csv' } },
  async handle({ actor, query: { kind: kinds, by: actorId, limit, cursor, ...filters }, request }, { sql }) {
    const search = { ...(await knownFilters(sql, actor, filters)), kinds, actorId };
    if (request.accepts(['application/json', 'text/csv']) === 'text/csv') return stream('text/csv; charset=utf-8', eventsCsv(await exportEvents(sql, actor, search)), attachment('csv', 'gebeurtenissen'));
    return paged({ limit, cursor }, position, (page) => searchEvents(sql, actor, search, page));
  },
});

const counts = route({
  method: 'get',
  path: '/events/counts',
  tag: 'Cases',
  summary: 'How often something happened, by kind, and in how many cases',
  may: 'read-case',
  query: z.strictObject(wanted),
  responses: { 200: z.object({ kinds: z.array(z.object({ type: z.enum(eventTypes), label: z.string(), events: z.int(), cases: z.int() })) }).meta({ id: 'EventCounts' }) },
  handle: async ({ actor, query: { kind: kinds, by: actorId, ...filters } }, { sql }) => ok(await countedEvents(sql, { ...(await knownFilters(sql, actor, filters)), kinds, actorId })),
});

export const eventRoutes = [list, counts];
