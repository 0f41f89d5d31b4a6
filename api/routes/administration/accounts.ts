/** Accounts, as administrators keep them and the privacy officer sees them. */
import { z } from 'zod';
import { roleSchema } from '../../../src/domain/case/lifecycle.ts';
import { permissionCodes } from '../../../src/domain/identity/access.ts';
import { accountFieldsSchema, accountIdPattern, accountStandings } from '../../../src/domain/identity/account.ts';
import { blockAccount, unblockAccount } from '../../../src/usecases/administration/block-account.ts';
import { changeAccount, createAccount } from '../../../src/usecases/administration/change-account.ts';
import { handOver, leaveAccount } from '../../../src/usecases/administration/leave-account.ts';
import { readAccountInFull, readAccounts } from '../../../src/usecases/administration/read-accounts.ts';
import type { CallingActor } from '../../../src/actor.ts';
import type { ApiDependencies } from '../../dependencies.ts';
import { ok, route } from '../../route.ts';
import { given, version as asRead } from '../../schemas/administration.ts';
import { instant } from '../../schemas/common.ts';

export const accountParams = z.strictObject({ id: z.string().max(64) });
const now = (): string => new Date().toISOString();
const stores = ({ sql, database }: ApiDependencies) => ({ sql, system: database.system });
/** What the system carries out for the caller. */
const asSystem = ({ database, keys, temporal, config }: ApiDependencies) => ({ sql: database.system, keys, temporal, config });

const listed = z
  .object({
    ...accountFieldsSchema.shape,
    name: z.string(),
    email: z.string(),
    role: roleSchema,
    id: z.string(),
    roleLabel: z.string().describe('Dutch.'),
    version: z.int().describe('Sent along with a change.'),
    standing: z.enum(accountStandings),
    createdAt: instant.nullable().describe('Null for one from before 0.3.'),
    blockedAt: instant.nullable(),
    leftAt: instant.nullable(),
    successorId: z.string().nullable().describe('Who takes over its work.'),
    identities: z.array(z.object({ id: z.uuid(), issuer: z.string(), subject: z.string() })),
  })
  .meta({ id: 'KeptAccount' });
const inHand = z.object({ cases: z.int(), appointments: z.int() }).describe('Running cases of its own, and appointments to come.');
export const inFull = listed.extend({ functions: z.array(z.enum(permissionCodes)), inHand }).meta({ id: 'KeptAccountInFull' });

export const accountReply = async (deps: ApiDependencies, actor: CallingActor, id: string): Promise<unknown> => readAccountInFull(stores(deps), actor, id);

const list = route({
  method: 'get',
  path: '/accounts',
  tag: 'Administration',
  summary: 'Every account with its role, its place and who may sign in as it',
  description: 'Those of one municipality for who works for one.',
  may: 'read-accounts',
  responses: { 200: z.object({ items: z.array(listed) }) },
  handle: async ({ actor }, { sql }) => ok({ items: await readAccounts(sql, actor) }),
});

const read = route({
  method: 'get',
  path: '/accounts/{id}',
  tag: 'Administration',
  summary: 'An account with its functions, and how much it has in hand',
  may: 'read-accounts',
  params: accountParams,
  responses: { 200: inFull },
  handle: async ({ actor, params }, deps) => ok(await accountReply(deps, actor, params.id)),
});

const scope = { municipalityCode: accountFieldsSchema.shape.municipalityCode.default(null), teamId: accountFieldsSchema.shape.teamId.default(null), creditorId: accountFieldsSchema.shape.creditorId.default(null) };

const create = route({
  method: 'post',
  path: '/accounts',
  tag: 'Administration',
  summary: 'Make an account',
  description: 'Nobody can sign in as it until an identity is connected. The same account again changes nothing.',
  may: 'manage-accounts',
  body: z.strictObject({
    id: z.string().regex(accountIdPattern, 'Gebruik kleine letters, cijfers en streepjes.').describe('Stands in histories and the audit log, and stays: no name of a person.'),
    ...accountFieldsSchema.shape,
    ...scope,
  }),
  responses: { 201: { description: 'Made.', schema: inFull }, 200: { description: 'It was there already.', schema: inFull } },
  refuses: ['conflict'],
  async handle({ actor, body }, deps) {
    const isNew = await createAccount(deps.sql, actor, body, now());
    return { status: isNew ? 201 : 200, body: await accountReply(deps, actor, body.id), headers: { Location: `/api/v1/accounts/${body.id}` } };
  },
});

const change = route({
  method: 'patch',
  path: '/accounts/{id}',
  tag: 'Administration',
  summary: 'Change an account: name, address, role, or what it is of',
  description: 'What is not given stays. Holds from the next request of that account on; with another role or place its sessions end.',
  may: 'manage-accounts',
  params: accountParams,
  body: z.strictObject({ version: asRead, ...z.strictObject(accountFieldsSchema.shape).partial().shape }),
  responses: { 200: inFull },
  refuses: ['conflict'],
  async handle({ actor, params, body: { version, ...changes } }, deps) {
    await changeAccount(stores(deps), actor, { id: params.id, version, changes: given(changes) }, now());
    return ok(await accountReply(deps, actor, params.id));
  },
});

const block = route({
  method: 'post',
  path: '/accounts/{id}/block',
  tag: 'Administration',
  summary: 'Block an account: its sessions end at once, and its tokens are refused',
  may: 'manage-accounts',
  params: accountParams,
  responses: { 200: inFull },
  refuses: ['conflict'],
  async handle({ actor, params }, deps) {
    await blockAccount(deps.sql, actor, params.id, now());
    return ok(await accountReply(deps, actor, params.id));
  },
});

const unblock = route({
  method: 'post',
  path: '/accounts/{id}/unblock',
  tag: 'Administration',
  summary: 'Let a blocked account sign in again',
  may: 'manage-accounts',
  params: accountParams,
  responses: { 200: inFull },
  refuses: ['conflict'],
  async handle({ actor, params }, deps) {
    await unblockAccount(deps.sql, actor, params.id, now());
    return ok(await accountReply(deps, actor, params.id));
  },
});

const leave = route({
  method: 'post',
  path: '/accounts/{id}/leave',
  tag: 'Administration',
  summary: 'Somebody leaves: sessions end at once, and running cases and appointments go to a successor',
  description: 'Each case says so in its timeline. The account stays, for the histories that name it.',
  may: 'manage-accounts',
  params: accountParams,
  body: z.strictObject({ successorId: z.string().max(64).nullable().default(null).describe('A caseworker of the same municipality; needed where there is work in hand.') }),
  responses: { 200: inFull, 202: { description: 'It has left; what the engine did not take yet is handed over within minutes.', schema: inFull } },
  refuses: ['conflict'],
  async handle({ actor, params, body }, deps) {
    const left = await leaveAccount({ sql: deps.sql, asSystem: asSystem(deps) }, actor, { ...params, ...body }, now());
    return { status: left.cases + left.appointments > 0 ? 202 : 200, body: await accountReply(deps, actor, params.id) };
  },
});

const handOverRoute = route({
  method: 'post',
  path: '/accounts/{id}/hand-over',
  tag: 'Administration',
  summary: 'Hand over running cases and appointments to another caseworker',
  description: 'Before another role or municipality, or for a long absence. What is still in hand afterwards was refused by its case.',
  may: 'manage-accounts',
  params: accountParams,
  body: z.strictObject({ successorId: z.string().max(64) }),
  responses: { 200: inFull },
  refuses: ['engine-unavailable'],
  async handle({ actor, params, body, key }, deps) {
    await handOver({ sql: deps.sql, asSystem: asSystem(deps) }, actor, { ...params, ...body, key }, now());
    return ok(await accountReply(deps, actor, params.id));
  },
});

export const accountRoutes = [list, read, create, change, block, unblock, leave, handOverRoute];
