/** Reading cases: lists, counts, one case, its timeline and the engine's history. */
import { z } from 'zod';
import { phases } from '../../../src/domain/case/lifecycle.ts';
import { dueGroups } from '../../../src/domain/deadlines/due.ts';
import { readCaseCounts, readCases, type CasePosition } from '../../../src/usecases/cases/read-cases.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { readCase } from '../../../src/usecases/cases/read-case.ts';
import { readTimeline } from '../../../src/usecases/cases/read-timeline.ts';
import { readCaseHistory } from '../../../src/usecases/records/read-case-history.ts';
import { paged } from '../../cursor.ts';
import { ok, route } from '../../route.ts';
import { caseCounts, caseDetail, caseListItem } from '../../schemas/case.ts';
import { history, timeline } from '../../schemas/history.ts';
import { commaList, flag, idParams, instant, localDate, named, pageFields, pageOf } from '../../schemas/common.ts';

const listQuery = z.strictObject({
  phase: commaList(phases).optional(),
  municipality: named.optional(),
  team: named.optional(),
  caseworker: named.optional(),
  creditor: named.optional(),
  round: named.optional(),
  crisis: flag.optional(),
  paused: flag.optional(),
  undecided: flag.optional(),
  due: z.enum(dueGroups).optional().describe('How near the next deadline is; soon is within 5 working days.'),
  mine: flag.optional().describe('Of my own team.'),
  sort: z.enum(['nextDueOn', 'openedAt', 'totalCents']).default('nextDueOn'),
  order: z.enum(['asc', 'desc']).default('asc'),
  ...pageFields,
});

const positionOf = <Sort extends string, Value extends z.ZodType>(sort: Sort, value: Value) => z.strictObject({ sort: z.literal(sort), value, id: z.uuid() });

const positions: Record<CasePosition['sort'], z.ZodType<CasePosition>> = {
  nextDueOn: positionOf('nextDueOn', localDate.nullable()),
  openedAt: positionOf('openedAt', instant),
  totalCents: positionOf('totalCents', z.int()),
};

export const listCases = route({
  method: 'get',
  path: '/cases',
  tag: 'Cases',
  summary: 'List cases',
  description: 'Without `phase`: all that are running, so no candidates and no closed ones.',
  may: 'read-case',
  query: listQuery,
  responses: { 200: pageOf(caseListItem) },
  handle({ query: { sort, order, limit, cursor, ...wanted }, actor }, { sql, known, keys }) {
    return paged({ limit, cursor }, positions[sort], async (page) => readCases({ sql, known, keys }, actor, await knownFilters(sql, actor, wanted), { sort, order }, page));
  },
});

export const countCases = route({
  method: 'get',
  path: '/cases/counts',
  tag: 'Cases',
  summary: 'How many cases run, a phase and by how near their next deadline is',
  may: 'read-case',
  query: z.strictObject({ team: named.optional(), mine: flag.optional() }),
  responses: { 200: caseCounts },
  handle: async ({ query, actor }, { sql, known }) => ok(await readCaseCounts({ sql, known }, actor, await knownFilters(sql, actor, query))),
});

export const readOneCase = route({
  method: 'get',
  path: '/cases/{id}',
  tag: 'Cases',
  summary: 'Read a case: household, signals, persons, deadlines, attempts and what may be done now',
  may: 'read-case',
  params: idParams,
  responses: { 200: caseDetail },
  handle: async ({ params, actor }, deps) => ok(await readCase(deps, actor, params.id)),
});

export const readCaseEvents = route({
  method: 'get',
  path: '/cases/{id}/timeline',
  tag: 'Cases',
  summary: 'What happened in a case and what is still due, in plain Dutch',
  may: 'read-case',
  params: idParams,
  responses: { 200: timeline },
  handle: async ({ params, actor }, { sql, keys }) => ok(await readTimeline({ sql, keys }, actor, params.id)),
});

const readHistory = route({
  method: 'get',
  path: '/cases/{id}/history',
  tag: 'Cases',
  summary: "The workflow engine's own history of a case, a business step at a time",
  may: 'read-case',
  params: idParams,
  query: z.strictObject({ raw: flag.optional().describe("With the engine's events as they are.") }),
  responses: { 200: history },
  refuses: ['engine-unavailable'],
  handle: async ({ params, query, actor }, { sql, temporal }) => ok(await readCaseHistory({ sql, temporal }, actor, { caseId: params.id, raw: query.raw ?? false })),
});

export const caseRoutes = [listCases, countCases, readOneCase, readCaseEvents, readHistory];
