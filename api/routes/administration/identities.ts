/** Who may sign in as which account: the subjects of the issuer. */
import { z } from 'zod';
import { AppError } from '../../../src/errors.ts';
import { connectSubject, disconnectSubject } from '../../../src/usecases/administration/connect-identity.ts';
import type { ApiDependencies } from '../../dependencies.ts';
import { ok, route } from '../../route.ts';
import { accountParams, accountReply, inFull } from './accounts.ts';

function ownIssuer({ config }: ApiDependencies): string {
  if (config.oidcIssuer === undefined) throw new AppError('invalid-input', 'Noem de uitgever (issuer).', { fields: [{ field: 'issuer', rule: 'required', message: 'Noem de uitgever (issuer).' }] });
  return config.oidcIssuer;
}

const connect = route({
  method: 'post',
  path: '/accounts/{id}/identities',
  tag: 'Administration',
  summary: 'Let somebody sign in as an account',
  description: 'By the issuer and the subject of its tokens (`iss` and `sub`). A creditor\'s computer is a subject too.',
  may: 'manage-accounts',
  params: accountParams,
  body: z.strictObject({
    issuer: z.url({ protocol: /^https?$/ }).max(500).optional().describe('Default: the issuer that this system signs in with.'),
    subject: z.string().trim().min(1).max(255),
  }),
  responses: { 201: { description: 'Connected.', schema: inFull }, 200: { description: 'It was connected already.', schema: inFull } },
  refuses: ['conflict'],
  async handle({ actor, params, body: { subject, issuer } }, deps) {
    const { isNew } = await connectSubject(deps.sql, actor, { accountId: params.id, issuer: issuer ?? ownIssuer(deps), subject }, new Date().toISOString());
    return { status: isNew ? 201 : 200, body: await accountReply(deps, actor, params.id) };
  },
});

const disconnect = route({
  method: 'delete',
  path: '/accounts/{id}/identities/{identity}',
  tag: 'Administration',
  summary: 'Let somebody no longer sign in as an account',
  description: 'At once; sessions as that account end. One that is not connected is left so.',
  may: 'manage-accounts',
  params: accountParams.extend({ identity: z.uuid() }),
  responses: { 200: inFull },
  refuses: ['conflict'],
  async handle({ actor, params }, deps) {
    await disconnectSubject(deps.sql, actor, { accountId: params.id, identityId: params.identity }, new Date().toISOString());
    return ok(await accountReply(deps, actor, params.id));
  },
});

export const identityRoutes = [connect, disconnect];
