/** What an administrator asks of each route that leaves something in the audit log. */
import { randomUUID } from 'node:crypto';
import type { TestApi } from '../../testkit/api.ts';

interface Asked {
  account: string;
  path: string;
  body?: unknown;
}

/** A new account, and the id of an identity that may sign in as it. */
async function anAccount(api: TestApi, role = 'caseworker'): Promise<{ id: string; identity: string }> {
  const id = `account-${randomUUID().slice(0, 8)}`;
  const body = { id, name: 'x', email: 'x@voorbeeld.test', role, ...(role === 'caseworker' ? { municipalityCode: '0153' } : {}) };
  await api.call('beheer', 'POST', '/api/v1/accounts', body);
  const { body: kept } = await api.call<{ identities: { id: string }[] }>('beheer', 'POST', `/api/v1/accounts/${id}/identities`, { subject: id });
  return { id, identity: kept.identities[0]?.id ?? '' };
}

export const administrating = (api: () => TestApi): Record<string, () => Promise<Asked> | Asked> => {
  const of = (verb: string, body?: unknown) => async (): Promise<Asked> => ({ account: 'beheer', path: `/accounts/${(await anAccount(api())).id}${verb}`, body });
  return {
    'get /accounts': () => ({ account: 'privacy', path: '/accounts' }),
    'get /accounts/{id}': () => ({ account: 'privacy', path: '/accounts/beheer' }),
    'post /accounts': () => ({ account: 'beheer', path: '/accounts', body: { id: 'nieuw', name: 'x', email: 'x@voorbeeld.test', role: 'desk' } }),
    'patch /accounts/{id}': of('', { version: 1, name: 'y' }),
    'post /accounts/{id}/block': of('/block', {}),
    'post /accounts/{id}/unblock': async () => {
      const { id } = await anAccount(api());
      await api().call('beheer', 'POST', `/api/v1/accounts/${id}/block`, {});
      return { account: 'beheer', path: `/accounts/${id}/unblock`, body: {} };
    },
    'post /accounts/{id}/leave': of('/leave', {}),
    'post /accounts/{id}/hand-over': async () => {
      const [{ id }, successor] = [await anAccount(api()), await anAccount(api())];
      const inHand = await api().caseInTriage();
      await api().call('meldpunt', 'POST', `/api/v1/cases/${inHand.id}/reassign`, { teamId: 'team-enschede', caseworkerId: id, reason: 'x' });
      return { account: 'beheer', path: `/accounts/${id}/hand-over`, body: { successorId: successor.id } };
    },
    'post /accounts/{id}/identities': of('/identities', { subject: 'x' }),
    'delete /accounts/{id}/identities/{identity}': async () => {
      const { id, identity } = await anAccount(api());
      return { account: 'beheer', path: `/accounts/${id}/identities/${identity}` };
    },
  };
};
