/** A day of visits, in one call. */
import { z } from 'zod';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { readVisits } from '../../../src/usecases/worklists/read-visits.ts';
import { ok, route } from '../../route.ts';
import { named, supportedDate } from '../../schemas/common.ts';
import { visitDay } from '../../schemas/worklist.ts';

export const dayOfVisits = route({
  method: 'get',
  path: '/visits',
  tag: 'Visits',
  summary: 'A day of visits: where to go in which order, with what is needed at the door',
  description: 'Appointments at their time, then visits by postcode and number, each address once. Without `caseworker` and `team`: those of the caseworker who asks, and those that nobody of the team has taken; for others, those of everybody. What happened is recorded by `POST /cases/{id}/record-attempt`, with the `seq` of the stop.',
  may: 'read-case',
  query: z.strictObject({ date: supportedDate.optional().describe('Default: today.'), caseworker: named.optional(), team: named.optional() }),
  responses: { 200: visitDay },
  handle: async ({ query, actor }, { sql, keys }) => ok(await readVisits({ sql, keys }, actor, await knownFilters(sql, actor, query))),
});

export const visitRoutes = [dayOfVisits];
