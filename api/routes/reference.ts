/** Who is who, and who may do what: accounts, municipalities, teams and creditors. */
import { z } from 'zod';
import { signInKinds } from '../../src/domain/audit/audit.ts';
import { roleSchema } from '../../src/domain/case/lifecycle.ts';
import { codesOf, creditorKinds } from '../../src/domain/codes.ts';
import { people, permissionCodes } from '../../src/domain/identity/access.ts';
import { accountView, readAccess, readCreditors, readMunicipalities, readTeams } from '../../src/usecases/identity/read-reference.ts';
import { ACT_AS_HEADER, callerOf } from '../guard/caller.ts';
import { ok, route } from '../route.ts';

const account = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleSchema,
    roleLabel: z.string(),
    municipalityCode: z.string().nullable(),
    teamId: z.string().nullable(),
    creditorId: z.string().nullable(),
  })
  .meta({ id: 'Account' });

const choice = account.pick({ id: true, name: true, role: true, roleLabel: true });

export const me = route({
  method: 'get',
  path: '/me',
  tag: 'Accounts',
  summary: 'Who I am, and what else I may act as',
  description: `With several accounts, a request names one in the header ${ACT_AS_HEADER}; a session may have chosen.`,
  may: 'read-account',
  responses: { 200: account.extend({ signedInBy: z.enum(signInKinds), accounts: z.array(choice) }).meta({ id: 'Me' }) },
  async handle({ request }, deps) {
    const { account: mine, accounts: all, signedInBy } = await callerOf(request, { ...deps, sql: deps.database.system });
    return ok({ ...accountView(mine), signedInBy, accounts: all.map(accountView).map(({ id, name, role, roleLabel }) => ({ id, name, role, roleLabel })) });
  },
});

const access = route({
  method: 'get',
  path: '/access',
  tag: 'Accounts',
  summary: 'Every function of the system, which roles have it, and whether I do',
  description: 'What may be done in a case is among them, by the code of the action. Which cases, signals and rounds that goes for follows from what an account is of.',
  may: 'read-account',
  responses: {
    200: z
      .object({
        roles: z.array(z.object({ code: z.enum(people), label: z.string() })),
        functions: z.array(z.object({ code: z.enum(permissionCodes), label: z.string().describe('Dutch.'), roles: z.array(roleSchema), mine: z.boolean().describe('Whether the account that asks may do it.') })),
      })
      .meta({ id: 'Access' }),
  },
  handle: ({ actor }) => Promise.resolve(ok(readAccess(actor))),
});

const municipalities = route({
  method: 'get',
  path: '/municipalities',
  tag: 'Reference',
  summary: 'The municipalities',
  may: 'read-places',
  responses: { 200: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), regionId: z.string() })) }) },
  handle: async (_, { sql }) => ok({ items: await readMunicipalities(sql) }),
});

export const listTeams = route({
  method: 'get',
  path: '/teams',
  tag: 'Reference',
  summary: 'The teams, of the own municipality for who works for one',
  may: 'read-places',
  responses: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), municipalityCode: z.string() })) }) },
  handle: async ({ actor }, { sql }) => ok({ items: await readTeams(sql, actor) }),
});

const creditors = route({
  method: 'get',
  path: '/creditors',
  tag: 'Reference',
  summary: 'The creditors; a creditor sees itself',
  may: 'read-creditors',
  responses: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(codesOf(creditorKinds)), kindLabel: z.string() })) }) },
  handle: async ({ actor }, { sql }) => ok({ items: await readCreditors(sql, actor) }),
});

export const referenceRoutes = [me, access, municipalities, listTeams, creditors];
