/** Teams with their people, and the creditors whose cases they take. */
import { z } from 'zod';
import { changeTeam, createTeam, endPair, endTeam, pairTeam } from '../../../src/usecases/administration/keep-teams.ts';
import { readPairing, readTeam } from '../../../src/usecases/administration/read-organisation.ts';
import { ok, route } from '../../route.ts';
import { email, given, name, pairing, slugId, version } from '../../schemas/administration.ts';
import { idParams, localDate, supportedDate } from '../../schemas/common.ts';

const team = z
  .object({ id: z.string(), name: z.string(), email: z.string(), municipalityCode: z.string(), version: z.int(), endedOn: localDate.nullable().describe('The last day; null while nobody has ended it.'), people: z.array(z.object({ id: z.string(), name: z.string() })).describe('Their accounts name the team: PATCH /accounts/{id}.'), pairings: z.array(pairing) })
  .meta({ id: 'KeptTeam' });
const params = z.strictObject({ id: z.string().max(64) });
const now = (): string => new Date().toISOString();

const read = route({
  method: 'get',
  path: '/teams/{id}',
  tag: 'Administration',
  summary: 'A team with its people, and the creditors that it works for',
  may: 'read-organisation',
  params,
  responses: { 200: team },
  handle: async (input, { sql }) => ok(await readTeam(sql, input.actor, input.params.id)),
});

const add = route({
  method: 'post',
  path: '/teams',
  tag: 'Administration',
  summary: 'Add a team',
  may: 'change-organisation',
  body: z.strictObject({ id: slugId, name, email: email.describe('Mail about its cases goes here.'), municipalityCode: z.string().max(10) }),
  responses: { 201: { description: 'Added.', schema: team }, 200: { description: 'It was there already.', schema: team } },
  refuses: ['conflict'],
  async handle({ actor, body }, { sql }) {
    const isNew = await createTeam(sql, actor, body, now());
    return { status: isNew ? 201 : 200, body: await readTeam(sql, actor, body.id) };
  },
});

const change = route({
  method: 'patch',
  path: '/teams/{id}',
  tag: 'Administration',
  summary: 'Change a team\'s name or address',
  may: 'change-organisation',
  params,
  body: z.strictObject({ version, name: name.optional(), email: email.optional() }),
  responses: { 200: team },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body: { version: asRead, ...changes } }, { sql }) {
    await changeTeam(sql, actor, { id, version: asRead, changes: given(changes) }, now());
    return ok(await readTeam(sql, actor, id));
  },
});

const pair = route({
  method: 'post',
  path: '/teams/{id}/pairings',
  tag: 'Administration',
  summary: 'Pair a team with a creditor: from a day on it takes that creditor\'s cases in its municipality',
  description: 'The team of a case is that of the highest arrears. A case keeps the team that it has; without a pairing it goes to any team of the municipality.',
  may: 'change-organisation',
  params,
  body: z.strictObject({ creditorId: z.string().max(100), validFrom: supportedDate.describe('Today or later.') }),
  responses: { 201: { description: 'Paired.', schema: pairing } },
  refuses: ['conflict'],
  async handle({ actor, key, params: { id }, body }, { sql }) {
    const made = await pairTeam(sql, actor, { teamId: id, ...body }, { key, at: now() });
    return { status: 201, body: await readPairing(sql, made) };
  },
});

const unpair = route({
  method: 'post',
  path: '/pairings/{id}/end',
  tag: 'Administration',
  summary: 'End a pairing after a day',
  may: 'change-organisation',
  params: idParams,
  body: z.strictObject({ validTo: supportedDate.describe('The last day; today or later.') }),
  responses: { 200: pairing },
  refuses: ['conflict'],
  handle: async ({ actor, params: { id }, body }, { sql }) => ok(await endPair(sql, actor, { id, ...body }, now())),
});

const end = route({
  method: 'post',
  path: '/teams/{id}/end',
  tag: 'Administration',
  summary: 'End a team after a day',
  description: 'Refused while it has running cases or people, with what to do first: POST /many-cases/reassign, PATCH /accounts/{id}. Its pairings end too.',
  may: 'change-organisation',
  params,
  body: z.strictObject({ validTo: supportedDate.describe('The last day; today or later.') }),
  responses: { 200: team },
  refuses: ['conflict'],
  async handle({ actor, params: { id }, body }, { sql, database }) {
    await endTeam({ sql, system: database.system }, actor, { id, ...body }, now());
    return ok(await readTeam(sql, actor, id));
  },
});

export const teamRoutes = [read, add, change, end, pair, unpair];
