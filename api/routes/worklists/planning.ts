/** Visits over teams and days, with what there is room for. */
import { z } from 'zod';
import { mondayOf } from '../../../src/domain/planning/visits.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { recordAbsence, setCapacity, takeBackAbsence } from '../../../src/usecases/worklists/keep-capacity.ts';
import { planVisits, undoPlannedVisits } from '../../../src/usecases/worklists/plan-visits.ts';
import { readPlanningOfVisits } from '../../../src/usecases/worklists/read-planning-of-visits.ts';
import { ok, route } from '../../route.ts';
import { idParams, named, supportedDate } from '../../schemas/common.ts';
import { visitPlanning } from '../../schemas/worklist.ts';
import { MOST_AT_ONCE, outcomes, summed } from '../cases/case-actions.ts';

const [tag, may] = ['Visits', 'plan-visits'] as const;
const now = (): string => new Date().toISOString();
const week = z
  .string()
  .refine((text) => mondayOf(text) !== null, { params: { rule: 'week' }, error: 'Schrijf een bestaande week als 2026-W49.' })
  .describe('ISO, as 2026-W49. Default: this week.');

const read = route({
  method: 'get',
  path: '/planning',
  tag,
  summary: 'A week of visits: per team and day what is planned and what there is room for, and what is not planned yet',
  may,
  query: z.strictObject({ week: week.optional(), municipality: named.optional(), team: named.optional() }),
  responses: { 200: visitPlanning },
  handle: async ({ query, actor }, { sql, keys }) => ok(await readPlanningOfVisits({ sql, keys }, actor, await knownFilters(sql, actor, query))),
});

const planned = z
  .array(
    z.strictObject({
      caseId: z.uuid(),
      date: supportedDate.nullable().describe('Null: off the planning.'),
      teamId: z.string().max(64).optional().describe('Absent: that of the case.'),
      caseworkerId: z.string().max(64).optional().describe('Absent: the caseworker of the case, unless it goes to another team.'),
      seq: z.int().min(0).optional().describe('The step of the case that this was decided on.'),
    }),
  )
  .min(1)
  .max(MOST_AT_ONCE)
  .superRefine((cases, context) => {
    for (const [n, { caseId }] of cases.entries()) {
      if (cases.findIndex((other) => other.caseId === caseId) < n) context.addIssue({ code: 'custom', path: [n, 'caseId'], params: { rule: 'once' }, message: 'Deze zaak staat hier al; noem elke zaak één keer.' });
    }
  });

const plan = route({
  method: 'post',
  path: '/planned-visits',
  tag,
  summary: 'Put many visits on days, for a team and a caseworker, each with its own outcome',
  description: 'A day that is full or closed, or on which the caseworker is away, is refused unless `evenSo` says that it is meant. Where the team or the caseworker changes the case is reassigned.',
  may,
  body: z.strictObject({ cases: planned, evenSo: z.boolean().default(false).describe('Though a day is full or closed, or the caseworker is away.') }),
  responses: { 200: outcomes },
  handle: async ({ key, body, actor }, deps) => summed(await planVisits(deps, actor, body.cases, { key, evenSo: body.evenSo })),
});

const undo = route({
  method: 'post',
  path: '/planned-visits/undo',
  tag,
  summary: 'Undo what was planned last in each case, while nobody has visited since',
  may,
  body: z.strictObject({ caseIds: z.array(z.uuid()).min(1).max(MOST_AT_ONCE) }),
  responses: { 200: outcomes },
  handle: async ({ key, body, actor }, deps) => summed(await undoPlannedVisits(deps, actor, [...new Set(body.caseIds)], { key })),
});

const capacity = { teamId: z.string(), validFrom: supportedDate, visitsADay: z.int().min(0).max(500).describe('When everybody of the team is there; less by who is not.') };
const setTeams = route({
  method: 'put',
  path: '/teams/{id}/capacity',
  tag,
  summary: 'Say how many visits a team makes on a day, from a day on',
  may,
  params: z.strictObject({ id: z.string().max(64) }),
  body: z.strictObject({ validFrom: capacity.validFrom, visitsADay: capacity.visitsADay }),
  responses: { 200: z.object(capacity).meta({ id: 'TeamCapacity' }) },
  handle: async ({ params, key, body, actor }, { sql }) => ok(await setCapacity(sql, actor, { teamId: params.id, ...body }, { key, at: now() })),
});

const absence = { firstDay: supportedDate, lastDay: supportedDate };
const addAbsence = route({
  method: 'post',
  path: '/absences',
  tag,
  summary: 'Say when a caseworker is not there',
  description: 'Why is not asked.',
  may,
  body: z.strictObject({ caseworkerId: z.string().max(64), ...absence }),
  responses: { 201: z.object({ id: z.uuid(), accountId: z.string(), ...absence }).meta({ id: 'Absence' }) },
  handle: async ({ key, body, actor }, { sql }) => ({ status: 201, body: await recordAbsence(sql, actor, body, { key, at: now() }) }),
});

const dropAbsence = route({
  method: 'delete',
  path: '/absences/{id}',
  tag,
  summary: 'Take back that a caseworker is not there',
  may,
  params: idParams,
  responses: { 200: z.object({ id: z.uuid() }) },
  async handle({ params, actor }, { sql }) {
    await takeBackAbsence(sql, actor, { id: params.id, at: now() });
    return ok({ id: params.id });
  },
});

export const planningRoutes = [read, plan, undo, setTeams, addAbsence, dropAbsence];
