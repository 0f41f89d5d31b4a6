/** Accounts over HTTP: made, changed, blocked, let go; and nobody left without an administrator. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { finishHandOvers } from '../../src/usecases/administration/hand-over-work.ts';
import { makeAdministrator } from '../../src/usecases/administration/first-administrator.ts';
import { hashKey } from '../../testkit/data/keys.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';

interface Kept {
  id: string;
  name: string;
  role: string;
  version: number;
  standing: string;
  successorId: string | null;
  identities: { id: string; subject: string }[];
  functions: string[];
  inHand: { cases: number; appointments: number };
}

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
}, 120_000);
afterAll(() => api.stop());

const call = <Body = Kept>(account: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => api.call<Body>(account, method, `/api/v1${path}`, body, headers);
const admin = <Body = Kept>(method: string, path: string, body?: unknown, headers?: Record<string, string>) => call<Body>('beheer', method, path, body, headers);
const whatIs = (status: number, reason: string) => ({ status, body: expect.objectContaining({ reason }) as unknown });
const caseworker = (id: string) => ({ id, name: 'Nieuwe Medewerker', email: `${id}@voorbeeld.test`, role: 'caseworker', municipalityCode: '0153', teamId: 'team-enschede' });
const logged = async (action: string, accountId: string) => (await api.sql<{ detail: object }[]>`select detail from audit_log where action = ${action} and outcome = 'done' and detail->>'accountId' = ${accountId} order by id`).map(({ detail }) => detail);

/** An account that somebody signs in as under the same name. */
async function made(fields: ReturnType<typeof caseworker> | Record<string, unknown> & { id: string }): Promise<string> {
  expect((await admin('POST', '/accounts', fields)).status).toBe(201);
  expect((await admin('POST', `/accounts/${fields.id}/identities`, { subject: fields.id })).status).toBe(201);
  return fields.id;
}

async function sessionOf(account: string): Promise<void> {
  const [identity] = await api.sql<{ issuer: string; subject: string }[]>`select issuer, subject from identities where account_id = ${account}`;
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await api.sql`insert into sessions ${api.sql({ idHash: createHash('sha256').update(account).digest('hex'), issuer: identity?.issuer ?? '', subject: identity?.subject ?? '', accountId: account, startedAt: new Date().toISOString(), idleUntil: later, endsAt: later })}`;
}
const sessions = async (account: string) => (await api.sql`select 1 from sessions where account_id = ${account}`).length;

test('an account is made once and can be signed in as when an identity is connected', async () => {
  const id = 'medewerker-nieuw';
  const key = { 'Idempotency-Key': randomUUID() };
  const first = await admin('POST', '/accounts', caseworker(id), key);
  expect(first).toMatchObject({ status: 201, body: { id, standing: 'active', version: 1, identities: [], inHand: { cases: 0, appointments: 0 } } });
  expect(first.body.functions).toContain('record-attempt');
  expect((await admin('POST', '/accounts', caseworker(id), key)).status).toBe(201);
  expect((await admin('POST', '/accounts', caseworker(id))).status).toBe(200);
  expect(await admin('POST', '/accounts', { ...caseworker(id), name: 'Een Ander' })).toMatchObject(whatIs(409, 'exists'));
  expect((await call(id, 'GET', '/me')).status).toBe(403);
  await admin('POST', `/accounts/${id}/identities`, { subject: id });
  expect(await call(id, 'GET', '/me')).toMatchObject({ status: 200, body: { id, role: 'caseworker' } });
  expect(await logged('create-account', id)).toEqual([{ accountId: id, role: 'caseworker', municipalityCode: '0153', teamId: 'team-enschede', creditorId: null }]);
});

test.each([
  [{ role: 'caseworker' }, ['municipalityCode required']],
  [{ role: 'creditor', municipalityCode: '0153' }, ['creditorId required', 'municipalityCode role']],
  [{ role: 'desk', creditorId: 'zorgzeker' }, ['creditorId role']],
  [{ role: 'caseworker', municipalityCode: '0164', teamId: 'team-enschede' }, ['teamId exists']],
  [{ role: 'desk', municipalityCode: '9999' }, ['municipalityCode exists']],
])('an account that does not fit its role is refused: %j', async (fields, wrong) => {
  const { status, body } = await admin<{ errors: { field: string; rule: string }[] }>('POST', '/accounts', { id: 'past-niet', name: 'x', email: 'x@voorbeeld.test', ...fields });
  expect(status).toBe(400);
  expect(body.errors.map(({ field, rule }) => `${field} ${rule}`)).toEqual(wrong);
});

test('another role holds from the next request on, its sessions end, and nobody overwrites a change that was not seen', async () => {
  const id = await made({ ...caseworker('wisselt'), role: 'desk', teamId: null });
  await sessionOf(id);
  const changed = await admin('PATCH', `/accounts/${id}`, { version: 1, role: 'project-leader' });
  expect(changed).toMatchObject({ status: 200, body: { role: 'project-leader', version: 2, name: 'Nieuwe Medewerker' } });
  expect((await call(id, 'GET', '/me')).body.role).toBe('project-leader');
  expect(await sessions(id)).toBe(0);
  expect(await admin('PATCH', `/accounts/${id}`, { version: 1, name: 'Overschrijft' })).toMatchObject(whatIs(409, 'changed'));
  // The same again is no overwriting.
  expect((await admin('PATCH', `/accounts/${id}`, { version: 1, role: 'project-leader' })).status).toBe(200);
  expect(await logged('change-account', id)).toMatchObject([{ fields: ['role'], sessions: 1 }]);
});

test('blocking ends the sessions and refuses the tokens at once, and can be undone', async () => {
  const id = await made(caseworker('geblokkeerd'));
  await sessionOf(id);
  expect(await admin('POST', `/accounts/${id}/block`, {})).toMatchObject({ status: 200, body: { standing: 'blocked' } });
  expect(await sessions(id)).toBe(0);
  expect((await call(id, 'GET', '/me')).status).toBe(403);
  expect(await logged('block-account', id)).toEqual([{ accountId: id, sessions: 1 }]);
  await admin('POST', `/accounts/${id}/unblock`, {});
  expect((await call(id, 'GET', '/me')).status).toBe(200);
});

test('an identity that is disconnected signs in no more', async () => {
  const id = await made(caseworker('losgekoppeld'));
  const { identities: [identity] } = (await admin('GET', `/accounts/${id}`)).body;
  expect((await admin('DELETE', `/accounts/${id}/identities/${identity?.id ?? ''}`)).body.identities).toEqual([]);
  expect((await call(id, 'GET', '/me')).status).toBe(403);
});

describe('the last administrator who can sign in', () => {
  test('is not blocked, let go, given another role or cut off; with a second one it may be', async () => {
    const { identities: [identity] } = (await admin('GET', '/accounts/beheer')).body;
    const last = whatIs(409, 'last-administrator');
    expect(await admin('POST', '/accounts/beheer/block', {})).toMatchObject(last);
    expect(await admin('POST', '/accounts/beheer/leave', {})).toMatchObject(last);
    expect(await admin('PATCH', '/accounts/beheer', { version: 1, role: 'desk' })).toMatchObject(last);
    expect(await admin('DELETE', `/accounts/beheer/identities/${identity?.id ?? ''}`)).toMatchObject(last);
    expect(await admin('GET', '/accounts/beheer')).toMatchObject({ body: { version: 1, standing: 'active', role: 'administrator' } });
    // One of a municipality cannot undo what befalls the region, and one without an identity nothing at all.
    await made({ ...caseworker('beheer-enschede'), role: 'administrator', teamId: null });
    expect((await admin('POST', '/accounts', { id: 'beheer-twee', name: 'x', email: 'x@voorbeeld.test', role: 'administrator' })).status).toBe(201);
    expect(await admin('POST', '/accounts/beheer/block', {})).toMatchObject(last);
    await admin('POST', '/accounts/beheer-twee/identities', { subject: 'beheer-twee' });
    expect((await admin('POST', '/accounts/beheer/block', {})).status).toBe(200);
    expect((await admin('GET', '/accounts')).status).toBe(403);
    expect((await call('beheer-twee', 'POST', '/accounts/beheer/unblock', {})).status).toBe(200);
    expect((await admin('POST', '/accounts/beheer-twee/leave', {})).body.standing).toBe('left');
  });

  test('two who block each other at the same moment do not both succeed', async () => {
    await made({ id: 'beheer-drie', name: 'x', email: 'x@voorbeeld.test', role: 'administrator' });
    const both = await Promise.all([admin('POST', '/accounts/beheer-drie/block', {}), call('beheer-drie', 'POST', '/accounts/beheer/block', {})]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    await api.sql`update accounts set blocked_at = null where id in ('beheer', 'beheer-drie')`;
    expect((await admin('POST', '/accounts/beheer-drie/leave', {})).status).toBe(200);
  });

  test('a command makes the first one, and another one only when it is told to', async () => {
    const wanted = { id: 'eerste', name: 'Eerste Beheerder', email: 'eerste@voorbeeld.test', issuer: 'https://login.example.nl', subject: 's-1', also: false };
    const at = new Date().toISOString();
    await expect(makeAdministrator(api.sql, wanted, at)).rejects.toMatchObject({ code: 'conflict', extra: { reason: 'administrator' } });
    expect(await makeAdministrator(api.sql, { ...wanted, also: true }, at)).toBe(true);
    expect(await makeAdministrator(api.sql, { ...wanted, also: true }, at)).toBe(false);
    await expect(makeAdministrator(api.sql, { ...wanted, id: 'meldpunt', also: true }, at)).rejects.toMatchObject({ extra: { reason: 'exists' } });
    expect(await logged('create-account', 'eerste')).toMatchObject([{ role: 'administrator', by: 'command' }]);
    await api.sql`delete from identities where account_id = 'eerste'`;
  });
});

describe('whoever leaves', () => {
  const date = addDays(localDate(new Date().toISOString()), 3);
  const act = async (id: string, action: string, body: object) => expect((await call('meldpunt', 'POST', `/cases/${id}/${action}`, body)).status).toBe(200);
  const timeline = async (id: string) => (await call<{ events: { type: string; sentence: string; who: string }[] }>('meldpunt', 'GET', `/cases/${id}/timeline`)).body.events;
  const read = async (id: string) => (await call<{ caseworkerId: string; teamId: string; appointment: { caseworkerId: string } }>('meldpunt', 'GET', `/cases/${id}`)).body;

  /** A case of this caseworker, and one of somebody else in which only the appointment is its own. */
  async function inHandOf(account: string) {
    const [own, other] = [await api.caseInTriage(), await api.caseInTriage()];
    for (const { id } of [own, other]) await act(id, 'go', {});
    await act(own.id, 'reassign', { teamId: 'team-enschede', caseworkerId: account, reason: 'x' });
    await act(other.id, 'plan-appointment', { evenSo: true, date, time: '10:00', place: 'door', caseworkerId: account });
    return { own: own.id, other: other.id };
  }

  test('hands over running cases and appointments to somebody named; each case says so, and no session is left', async () => {
    const [leaver, successor] = [await made(caseworker('vertrekt')), await made({ ...caseworker('neemt-over'), name: 'Opvolger' })];
    const { own, other } = await inHandOf(leaver);
    await sessionOf(leaver);
    expect((await admin('GET', `/accounts/${leaver}`)).body.inHand).toEqual({ cases: 1, appointments: 1 });
    expect(await admin('PATCH', `/accounts/${leaver}`, { version: 1, role: 'desk', teamId: null })).toMatchObject(whatIs(409, 'work-in-hand'));
    expect(await admin('POST', `/accounts/${leaver}/leave`, {})).toMatchObject({ status: 400, body: { errors: [{ field: 'successorId', rule: 'required' }] } });
    expect(await admin('POST', `/accounts/${leaver}/leave`, { successorId: 'medewerker-hengelo' })).toMatchObject({ status: 400, body: { errors: [{ field: 'successorId', rule: 'exists' }] } });

    expect(await admin('POST', `/accounts/${leaver}/leave`, { successorId: successor })).toMatchObject({ status: 200, body: { standing: 'left', successorId: successor, inHand: { cases: 0, appointments: 0 } } });

    expect(await sessions(leaver)).toBe(0);
    expect((await call(leaver, 'GET', '/me')).status).toBe(403);
    expect(await read(own)).toMatchObject({ caseworkerId: successor, teamId: 'team-enschede' });
    expect((await read(other)).appointment.caseworkerId).toBe(successor);
    // The appointment is in the successor's day.
    const { stops } = (await call<{ stops: { id: string; appointment: { caseworkerId: string } | null }[] }>(successor, 'GET', `/visits?date=${date}`)).body;
    expect(stops.find(({ id }) => id === other)?.appointment).toMatchObject({ caseworkerId: successor });
    expect((await timeline(own)).at(-1)).toMatchObject({ type: 'reassigned', who: 'Demo Beheerder', sentence: 'Overgedragen aan Team Enschede, Opvolger.' });
    expect((await timeline(other)).filter(({ type }) => type === 'appointment-handed-over')).toMatchObject([{ sentence: expect.stringMatching(/^De afspraak van .* is overgenomen door Opvolger\.$/), who: 'Demo Beheerder' }]);
    const before = await timeline(own);
    expect((await admin('POST', `/accounts/${leaver}/leave`, { successorId: successor })).status).toBe(200);
    expect(await timeline(own)).toHaveLength(before.length);
    expect(await logged('leave-account', leaver)).toEqual([{ accountId: leaver, successorId: successor, sessions: 1, inHand: { cases: 1, appointments: 1 } }]);
    // Nothing is given any more to whoever has left.
    expect((await call('meldpunt', 'POST', `/cases/${own}/reassign`, { teamId: 'team-enschede', caseworkerId: leaver, reason: 'x' })).status).toBe(400);
  });

  test('has left also when the engine is away; the sweep hands over what is left', async () => {
    const [leaver, successor] = [await made(caseworker('vertrekt-ook')), await made(caseworker('neemt-later-over'))];
    const { own } = await inHandOf(leaver);
    await api.sql`update accounts set left_at = now() - interval '5 minutes', successor_id = ${successor} where id = ${leaver}`;
    await finishHandOvers({ sql: api.sql, keys: api.keys, temporal: api.environment.client, config: { hashKey, taskQueue: api.taskQueue } });
    expect((await read(own)).caseworkerId).toBe(successor);
    expect((await timeline(own)).at(-1)).toMatchObject({ type: 'reassigned', who: 'Systeem' });
  });

  test('somebody who stays can hand over too, and then take another role', async () => {
    const [stays, successor] = [await made(caseworker('blijft')), await made(caseworker('neemt-alles-over'))];
    const { own, other } = await inHandOf(stays);
    expect((await admin('POST', `/accounts/${stays}/hand-over`, { successorId: successor })).body.inHand).toEqual({ cases: 0, appointments: 0 });
    expect([(await read(own)).caseworkerId, (await read(other)).appointment.caseworkerId]).toEqual([successor, successor]);
    expect((await admin('PATCH', `/accounts/${stays}`, { version: 1, role: 'desk', teamId: null })).status).toBe(200);
  });
});

test('the privacy officer sees every account and its rights, and changes none', async () => {
  const { items } = (await call<{ items: Kept[] }>('privacy', 'GET', '/accounts')).body;
  expect(items.find(({ id }) => id === 'beheer')).toMatchObject({ role: 'administrator', identities: [{ subject: 'beheer' }] });
  expect((await call('privacy', 'GET', '/accounts/beheer')).body.functions).toContain('manage-accounts');
  expect((await call('privacy', 'POST', '/accounts/beheer/block', {})).status).toBe(403);
});

describe('mail that could not be sent', () => {
  const failed = async (id: string, creditor: string, fields: object = {}) => {
    await api.sql`insert into outbox ${api.sql({ id, template: 'go', recipient: api.sql.json({ kind: 'creditor', id: creditor }), data: api.sql.json({ signalId: 's' }), createdAt: new Date().toISOString(), failedAt: new Date().toISOString(), failure: 'smtp-550', ...fields } as never)}`;
  };
  const failedIds = async (account = 'beheer') => (await call<{ items: { id: string }[] }>(account, 'GET', '/failed-mails')).body.items.map(({ id }) => id);

  test('is listed with whom, what about and what went wrong, without words or addresses, and sent again one by one or all to one', async () => {
    const { id: caseId } = await api.caseInTriage({ municipality: '0153' });
    // Nobody takes up what is sent again, so that it can be looked at.
    await api.stopWorker();
    await failed('mail-1', 'zorgzeker', { caseId, tries: 2 });
    await failed('mail-2', 'zorgzeker');
    await failed('mail-3', 'domeinwonen');
    await failed('mail-sent', 'zorgzeker', { failedAt: null, sentAt: new Date().toISOString() });
    const { body } = await admin<{ items: object[]; total: number }>('GET', '/failed-mails');
    expect(body.items.find((one) => (one as { id: string }).id === 'mail-1')).toEqual({
      id: 'mail-1', template: 'go', about: 'Uw melding wordt opgepakt', to: { kind: 'creditor', id: 'zorgzeker', name: 'ZorgZeker' }, caseId, signalId: 's', roundId: null, deliveryId: null, createdAt: expect.any(String), failedAt: expect.any(String),
      failure: 'De mailserver van de ontvanger weigert dit adres of dit bericht. Controleer het adres en verstuur het bericht opnieuw.', tries: 3, nextTryAt: null,
    });
    // A leader of another municipality sees nothing of it.
    await made({ id: 'leider-enschede', name: 'x', email: 'x@voorbeeld.test', role: 'project-leader', municipalityCode: '0153' });
    await made({ id: 'leider-hengelo', name: 'x', email: 'x@voorbeeld.test', role: 'project-leader', municipalityCode: '0164' });
    expect([await failedIds('leider-enschede'), await failedIds('leider-hengelo')]).toEqual([['mail-1'], []]);

    const again = (body_: object) => admin('POST', '/failed-mails/resend', body_);
    expect((await again({ ids: ['mail-3', 'no such mail'] })).status).toBe(404);
    expect(await again({ ids: ['mail-3', 'mail-sent'] })).toMatchObject({ status: 200, body: { again: 1 } });
    expect(await again({ to: { kind: 'creditor', id: 'zorgzeker' } })).toMatchObject({ status: 200, body: { again: 2 } });
    expect(await failedIds()).toEqual([]);
    expect(await api.sql`select id, tries from outbox where id like 'mail-%' and sent_at is null and failed_at is null order by id`).toEqual([{ id: 'mail-1', tries: 3 }, { id: 'mail-2', tries: 1 }, { id: 'mail-3', tries: 1 }]);
    expect((await api.environment.client.workflow.getHandle(`mail-sender-${api.taskQueue}`).describe()).type).toBe('mailSenderWorkflow');
    expect(await api.sql`select detail from audit_log where action = 'resend-mail' and outcome = 'done' order by id`).toEqual([{ detail: { mails: 1, mailIds: ['mail-3'] } }, { detail: { mails: 2, to: { kind: 'creditor', id: 'zorgzeker' } } }]);
  });
});
