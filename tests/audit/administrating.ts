/** What an administrator asks of each route that leaves something in the audit log. */
import { randomUUID } from 'node:crypto';
import type { TestApi } from '../../testkit/api.ts';

interface Asked {
  account: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** A new account, and the id of an identity that may sign in as it. */
async function anAccount(api: TestApi, role = 'caseworker'): Promise<{ id: string; identity: string }> {
  const id = `account-${randomUUID().slice(0, 8)}`;
  const body = { id, name: 'x', email: 'x@voorbeeld.test', role, ...(role === 'caseworker' ? { municipalityCode: '0153' } : {}) };
  await api.call('beheer', 'POST', '/api/v1/accounts', body);
  const { body: kept } = await api.call<{ identities: { id: string }[] }>('beheer', 'POST', `/api/v1/accounts/${id}/identities`, { subject: id });
  return { id, identity: kept.identities[0]?.id ?? '' };
}

async function aTeam(api: TestApi): Promise<string> {
  const id = `team-${randomUUID().slice(0, 8)}`;
  await api.call('beheer', 'POST', '/api/v1/teams', { id, name: 'x', email: 'x@voorbeeld.test', municipalityCode: '0153' });
  return id;
}

export const administrating = (api: () => TestApi): Record<string, () => Promise<Asked> | Asked> => {
  const of = (verb: string, body?: unknown) => async (): Promise<Asked> => ({ account: 'beheer', path: `/accounts/${(await anAccount(api())).id}${verb}`, body });
  return {
    'post /accounts/import': () => ({ account: 'beheer', path: '/accounts/import', body: 'id;naam;e-mail;rol\nuit-bestand;Account uit een bestand;uit-bestand@voorbeeld.test;desk\n', headers: { 'Content-Type': 'text/csv' } }),
    'post /creditors/import': () => ({ account: 'beheer', path: '/creditors/import', body: 'id;naam;soort;e-mail\nuit-bestand;Schuldeiser uit een bestand;rent;uit-bestand@voorbeeld.test\n', headers: { 'Content-Type': 'text/csv' } }),
    'post /failed-mails/resend': async () => {
      const id = randomUUID();
      await api().sql`insert into outbox (id, template, recipient, created_at, failed_at, failure) values (${id}, 'verification-failed', ${api().sql.json({ kind: 'administrator' })}, now(), now(), 'no-address: administrator')`;
      return { account: 'projectleider', path: '/failed-mails/resend', body: { ids: [id] } };
    },
    'post /regions': () => ({ account: 'beheer', path: '/regions', body: { id: 'drenthe', name: 'Drenthe' } }),
    'post /municipalities': () => ({ account: 'beheer', path: '/municipalities', body: { code: '9002', name: 'x', region: 'twente' } }),
    'patch /municipalities/{id}': () => ({ account: 'beheer', path: '/municipalities/0153', body: { version: 1, name: 'y' } }),
    'put /municipalities/{id}/postcodes': () => ({ account: 'beheer', path: '/municipalities/0164/postcodes', body: { version: 1, postcodes: [] } }),
    'put /municipalities/{id}/checks': () => ({ account: 'beheer', path: '/municipalities/0164/checks', body: { check: 'benefits', on: true, way: 'list' } }),
    'put /municipalities/{id}/check-list': () => ({ account: 'meldpunt', path: '/municipalities/0164/check-list?check=benefits', body: 'achternaam;geboortedatum\nProefberg;1-2-1980\n', headers: { 'Content-Type': 'text/csv' } }),
    'post /teams': () => ({ account: 'beheer', path: '/teams', body: { id: 'nieuw-team', name: 'x', email: 'x@voorbeeld.test', municipalityCode: '0153' } }),
    'patch /teams/{id}': () => ({ account: 'beheer', path: '/teams/team-enschede', body: { version: 1, name: 'y' } }),
    'post /teams/{id}/end': async () => ({ account: 'beheer', path: `/teams/${await aTeam(api())}/end`, body: { validTo: '2041-02-01' } }),
    'post /creditors/{id}/end': () => ({ account: 'beheer', path: '/creditors/domeinwonen/end', body: { validTo: '2041-02-01' } }),
    'post /teams/{id}/pairings': async () => ({ account: 'beheer', path: `/teams/${await aTeam(api())}/pairings`, body: { creditorId: 'zorgzeker', validFrom: '2041-02-01' } }),
    'post /pairings/{id}/end': async () => {
      const { body } = await api().call<{ id: string }>('beheer', 'POST', `/api/v1/teams/${await aTeam(api())}/pairings`, { creditorId: 'zorgzeker', validFrom: '2041-02-01' });
      return { account: 'beheer', path: `/pairings/${body.id}/end`, body: { validTo: '2041-03-01' } };
    },
    'post /creditors': () => ({ account: 'beheer', path: '/creditors', body: { id: 'nieuw', name: 'x', kind: 'rent', email: 'x@voorbeeld.test' } }),
    'patch /creditors/{id}': () => ({ account: 'beheer', path: '/creditors/watermaatschappij-oost', body: { version: 1, name: 'y' } }),
    'put /creditors/{id}/contacts': () => ({ account: 'beheer', path: '/creditors/oost-energie/contacts', body: { version: 1, contacts: [{ name: 'x', email: 'x@voorbeeld.test' }] } }),
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
