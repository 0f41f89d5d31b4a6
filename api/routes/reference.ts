/** Who is who: accounts, municipalities, teams and creditors. */
import { z } from 'zod';
import { listAccounts, type Account } from '../../src/db/queries/accounts.ts';
import { listCreditors, listMunicipalities, listTeams } from '../../src/db/queries/reference.ts';
import { signalReaders } from '../../src/domain/access.ts';
import { signInKinds } from '../../src/domain/audit.ts';
import { codesOf, creditorKinds, labelOf } from '../../src/domain/codes.ts';
import { roleSchema } from '../../src/domain/lifecycle.ts';
import { AppError } from '../../src/errors.ts';
import { roleLabels } from '../../src/wording/labels.ts';
import { ACT_AS_HEADER, callerOf } from '../actor.ts';
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

const me = route({
  method: 'get',
  path: '/me',
  tag: 'Accounts',
  summary: 'Who I am, and what else I may act as',
  description: `With several accounts, a request names one in the header ${ACT_AS_HEADER}; a session may have chosen.`,
  roles: roleSchema.options,
  responses: { 200: account.extend({ signedInBy: z.enum(signInKinds), accounts: z.array(choice) }).meta({ id: 'Me' }) },
  async handle({ request }, deps) {
    const { account: mine, accounts: all, signedInBy } = await callerOf(request, { ...deps, sql: deps.database.system });
    const withLabel = (one: Account) => ({ ...one, roleLabel: roleLabels[one.role] });
    return ok({ ...withLabel(mine), signedInBy, accounts: all.map(withLabel).map(({ id, name, role, roleLabel }) => ({ id, name, role, roleLabel })) });
  },
});

const accounts = route({
  method: 'get',
  path: '/accounts',
  tag: 'Accounts',
  summary: 'The accounts to try the demo with; only where the demo header is on',
  roles: 'anyone',
  responses: { 200: z.object({ items: z.array(account) }) },
  refuses: ['not-found'],
  async handle(_, { sql, config }) {
    if (!config.demoActorHeader) throw new AppError('not-found', 'Deze lijst is er alleen in de demo.');
    const items = await listAccounts(sql);
    return ok({ items: items.map((item) => ({ ...item, roleLabel: roleLabels[item.role] })) });
  },
});

const municipalities = route({
  method: 'get',
  path: '/municipalities',
  tag: 'Reference',
  summary: 'The municipalities',
  roles: roleSchema.options,
  responses: { 200: z.object({ items: z.array(z.object({ code: z.string(), name: z.string(), regionId: z.string() })) }) },
  handle: async (_, { sql }) => ok({ items: await listMunicipalities(sql) }),
});

const teams = route({
  method: 'get',
  path: '/teams',
  tag: 'Reference',
  summary: 'The teams, of the own municipality for who works for one',
  roles: roleSchema.options,
  responses: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), municipalityCode: z.string() })) }) },
  handle: async ({ actor }, { sql }) => ok({ items: await listTeams(sql, actor) }),
});

const creditors = route({
  method: 'get',
  path: '/creditors',
  tag: 'Reference',
  summary: 'The creditors; a creditor sees itself',
  roles: signalReaders,
  responses: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string(), kind: z.enum(codesOf(creditorKinds)), kindLabel: z.string() })) }) },
  async handle({ actor }, { sql }) {
    const items = await listCreditors(sql, actor);
    return ok({ items: items.map((item) => ({ ...item, kindLabel: labelOf(creditorKinds, item.kind) })) });
  },
});

export const referenceRoutes = [me, accounts, municipalities, teams, creditors];
