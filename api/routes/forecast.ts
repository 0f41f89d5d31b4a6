/** What comes when nobody acts: in one case, and over all running cases for planning. */
import { z } from 'zod';
import { happeningKinds } from '../../src/domain/case/forecast.ts';
import { phases } from '../../src/domain/case/lifecycle.ts';
import { knownFilters } from '../../src/usecases/identity/known-filters.ts';
import { forecastCase } from '../../src/usecases/deadlines/forecast-case.ts';
import { forecastCases, MOST_CASES_A_DAY } from '../../src/usecases/deadlines/forecast-cases.ts';
import { ok, route } from '../route.ts';
import { deadlineKind, idParams, instant, localDate, named } from '../schemas/common.ts';

const YEAR_MS = 365 * 86_400_000;

const happening = z
  .object({
    kind: z.enum(happeningKinds),
    sentence: z.string().describe('Dutch: what happens.'),
    deadlineId: z.string().nullable(),
    deadlineKind: deadlineKind.nullable(),
    dueOn: localDate.nullable(),
  })
  .meta({ id: 'Happening' });

const told = z.object({
  recipient: z.enum(['creditor', 'team', 'desk', 'project-leader']),
  creditorId: z.string().nullable(),
  who: z.string(),
  template: z.string().describe('Which mail.'),
});

const caseForecast = z
  .object({
    caseId: z.uuid(),
    until: instant,
    end: z.enum(['nothing-left', 'horizon', 'too-many']).describe('Why there are no more moments.'),
    moments: z.array(z.object({ at: instant, happenings: z.array(happening), told: z.array(told), phase: z.enum(phases).describe('From this moment on.'), phaseLabel: z.string() })),
  })
  .meta({ id: 'CaseForecast' });

export const forecastOfCase = route({
  method: 'get',
  path: '/cases/{id}/forecast',
  tag: 'Cases',
  summary: 'Every moment to come in a case when nobody acts',
  description: 'Worked out by the same steps that the case itself takes. Empty while the case is paused, a candidate or closed.',
  may: 'read-case',
  params: idParams,
  query: z.strictObject({ until: instant.optional().describe('A year from now when absent.') }),
  responses: { 200: caseForecast },
  handle: async ({ params, query, actor }, { sql }) =>
    ok(await forecastCase(sql, actor, { caseId: params.id, until: query.until ?? new Date(Date.now() + YEAR_MS).toISOString() })),
});

const weeks = z.coerce.number().int().min(1).max(13).default(4).describe('How many weeks ahead, today included.');

const plan = z
  .object({
    team: z.object({ id: z.string(), name: z.string() }).nullable(),
    from: localDate,
    until: localDate.describe('The last day, included.'),
    cases: z.int().describe('In how many cases something comes.'),
    days: z.array(
      z.object({
        date: localDate,
        counts: z.object(Object.fromEntries(happeningKinds.map((kind) => [kind, z.int()]))),
        cases: z.array(z.object({ caseId: z.uuid(), link: z.string(), at: instant, happenings: z.array(happening), phase: z.enum(phases) })).describe(`The first ${MOST_CASES_A_DAY}.`),
        more: z.int().describe('Moments that are counted but not listed.'),
      }),
    ),
  })
  .meta({ id: 'Forecast' });

const ofTeam = route({
  method: 'get',
  path: '/teams/{id}/forecast',
  tag: 'Cases',
  summary: 'What comes in the cases of a team when nobody acts, a day at a time',
  may: 'read-case',
  params: z.strictObject({ id: z.string().max(100) }),
  query: z.strictObject({ weeks }),
  responses: { 200: plan },
  handle: async ({ params, query, actor }, { sql }) => ok(await forecastCases(sql, actor, { teamId: params.id, weeks: query.weeks, now: new Date().toISOString() })),
});

const ofAll = route({
  method: 'get',
  path: '/forecast',
  tag: 'Cases',
  summary: 'The same over all running cases, or those of one municipality',
  may: 'read-case',
  query: z.strictObject({ municipality: named.optional(), weeks }),
  responses: { 200: plan },
  handle: async ({ query, actor }, { sql }) => ok(await forecastCases(sql, actor, { ...(await knownFilters(sql, actor, { municipality: query.municipality })), weeks: query.weeks, now: new Date().toISOString() })),
});

export const forecastRoutes = [forecastOfCase, ofTeam, ofAll];
