/** Policies: dated versions of terms, attempts and filters. */
import { z } from 'zod';
import { policyPatchSchema } from '../../../src/domain/planning/policy-change.ts';
import { knownRegion } from '../../../src/usecases/planning/known-region.ts';
import { mustBeTheirs } from '../../../src/usecases/planning/may-change.ts';
import { readPolicies } from '../../../src/usecases/planning/read-planning.ts';
import { proposePolicy } from '../../../src/usecases/planning/propose-policy.ts';
import { ok, route } from '../../route.ts';
import { policy, proposed, reason } from '../../schemas/change.ts';
import { localDate, supportedDate } from '../../schemas/common.ts';
import { proposedReply } from './closed-days.ts';

const policyVersion = z
  .object({
    version: z.string(),
    regionId: z.string(),
    municipalityCode: z.string().nullable().describe('Null: every municipality of the region that has none of its own.'),
    validFrom: localDate,
    inForce: z.boolean().describe('What begins today, begins with it.'),
    policy,
  })
  .meta({ id: 'PolicyVersion' });

const list = route({
  method: 'get',
  path: '/policies',
  tag: 'Calendar and policy',
  summary: 'Every version of every policy, the newest first',
  may: 'read-planning',
  responses: { 200: z.object({ items: z.array(policyVersion) }) },
  handle: async (_input, { sql }) => ok({ items: await readPolicies(sql) }),
});

const propose = route({
  method: 'post',
  path: '/policies',
  tag: 'Calendar and policy',
  summary: 'Propose a new version of a policy, and see which deadlines it would move',
  description: 'What is not given stays as in the version that holds on that day. Cases keep the version they run under, unless they are moved on purpose.',
  may: 'change-planning',
  body: z.strictObject({
    version: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,60}$/, 'Gebruik kleine letters, cijfers, punten en streepjes.').describe('A name for it, as `twente-2`.'),
    region: z.string().optional().describe('Needed where there are several.'),
    municipality: z.string().optional().describe('For this one only.'),
    validFrom: supportedDate.describe('Today or later.'),
    runningCases: z.enum(['keep', 'move']).default('keep').describe('`move`: running cases under an older version go over; on the day of `validFrom` only.'),
    rules: z.enum(['current', 'national']).default('current').describe('`national`: the match follows what a new municipality starts with, with windows and minimums by kind of creditor; `changes` go before it.'),
    changes: policyPatchSchema,
    reason,
  }),
  responses: proposed,
  refuses: ['conflict'],
  async handle({ actor, key, body: { region, municipality = null, ...body } }, deps) {
    mustBeTheirs(actor, municipality);
    const regionId = await knownRegion(deps.sql, region);
    return proposedReply(deps, await proposePolicy(deps.sql, actor, { ...body, regionId, municipalityCode: municipality }, { key, at: new Date().toISOString() }));
  },
});

export const policyRoutes = [list, propose];
