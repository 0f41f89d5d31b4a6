/** What the project leader does with many cases at once, and the work that is in hand. */
import { z } from 'zod';
import { phases, rules, type Action } from '../../../src/domain/case/lifecycle.ts';
import { deadlineKinds } from '../../../src/domain/planning/policy.ts';
import { actOnCases, type ActOfMany } from '../../../src/usecases/cases/act-on-cases.ts';
import { textSchema } from '../../../src/usecases/cases/case-actions.ts';
import { knownFilters } from '../../../src/usecases/identity/known-filters.ts';
import { readWorkInHand } from '../../../src/usecases/worklists/read-work-in-hand.ts';
import { ok, route } from '../../route.ts';
import { named, supportedDate } from '../../schemas/common.ts';
import { MOST_AT_ONCE, outcomes, summed } from './case-actions.ts';

const load = { late: z.int(), today: z.int(), soon: z.int().describe('Within five working days.'), paused: z.int() };
const cases = { cases: z.int(), ...load };

const workInHand = route({
  method: 'get',
  path: '/work-in-hand',
  tag: 'Cases',
  summary: 'The work in hand: running cases per team and person and per phase, and running deadlines per kind, with how many are late',
  may: 'read-work',
  query: z.strictObject({ municipality: named.optional() }),
  responses: {
    200: z
      .object({
        teams: z.array(
          z.object({
            teamId: z.string().nullable().describe('Null: cases without a team, or with one that is not of the municipality.'),
            team: z.string().nullable(),
            municipalityCode: z.string().nullable(),
            ...cases,
            people: z.array(z.object({ caseworkerId: z.string().nullable().describe('Null: cases of the team that no caseworker has taken.'), caseworker: z.string().nullable(), ...cases })),
          }),
        ),
        phases: z.array(z.object({ phase: z.enum(phases), label: z.string(), ...cases })),
        deadlines: z.array(z.object({ kind: z.enum(deadlineKinds), label: z.string(), running: z.int(), ...load })),
      })
      .meta({ id: 'WorkInHand' }),
  },
  handle: async ({ query, actor }, { sql }) => ok(await readWorkInHand(sql, actor, await knownFilters(sql, actor, query))),
});

const reason = textSchema.describe('Why; kept in the timeline of each case.');
const caseIds = z.array(z.uuid()).min(1).max(MOST_AT_ONCE);
const described = (action: Action, more: string) => ({ tag: 'Case actions', summary: `Take the action "${action}" on many cases at once, each with its own outcome`, description: `On a button: "${rules[action].label}". ${more}`, may: action, responses: { 200: outcomes } });
const onAll = (ids: readonly string[], action: Action, body: Record<string, unknown>): ActOfMany[] => [...new Set(ids)].map((caseId) => ({ caseId, action, body }));

const newOwner = { teamId: z.string(), caseworkerId: z.string().optional() };

const reassign = route({
  method: 'post',
  path: '/many-cases/reassign',
  ...described('reassign', 'All to one team, or with `each` every case to its own: so many can be put back where they were.'),
  body: z.union([z.strictObject({ caseIds, ...newOwner, reason }), z.strictObject({ each: z.array(z.strictObject({ caseId: z.uuid(), ...newOwner })).min(1).max(MOST_AT_ONCE), reason })]),
  async handle({ key, body, actor }, deps) {
    if (!('each' in body)) {
      const { caseIds: ids, ...to } = body;
      return summed(await actOnCases(deps, actor, key, onAll(ids, 'reassign', to)));
    }
    const last = new Map(body.each.map(({ caseId, ...to }) => [caseId, to]));
    return summed(await actOnCases(deps, actor, key, [...last].map(([caseId, to]) => ({ caseId, action: 'reassign', body: { ...to, reason: body.reason } }))));
  },
});

const standStill = (action: 'pause' | 'resume', more: string) =>
  route({
    method: 'post',
    path: `/many-cases/${action}`,
    ...described(action, more),
    body: z.strictObject({ caseIds, reason }),
    handle: async ({ key, body, actor }, deps) => summed(await actOnCases(deps, actor, key, onAll(body.caseIds, action, { reason: body.reason }))),
  });

const extend = route({
  method: 'post',
  path: '/many-cases/extend-deadline',
  ...described('extend-deadline', 'Deadlines of cases, as `GET /deadlines` names them, all to the same last day.'),
  body: z.strictObject({ deadlineIds: z.array(z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.\d{1,6}$/, 'Dit is geen termijn van een zaak.')).min(1).max(MOST_AT_ONCE), dueOn: supportedDate, reason }),
  handle: async ({ key, body: { deadlineIds, dueOn, reason: why }, actor }, deps) =>
    summed(await actOnCases(deps, actor, key, [...new Set(deadlineIds)].map((deadlineId) => ({ caseId: deadlineId.split('.')[0] ?? '', part: deadlineId, action: 'extend-deadline', body: { deadlineId, dueOn, reason: why } })))),
});

export const steeringRoutes = [workInHand, reassign, standStill('pause', 'Undone by `resume`.'), standStill('resume', 'Undone by `pause`.'), extend];
