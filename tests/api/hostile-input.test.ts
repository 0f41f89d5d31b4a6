/** What the fuzzer sent and nobody had thought of: each is refused in words, and none of it is our error. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../api/cursor.ts';
import { admitAccounts } from '../../testkit/data/admit-accounts.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { roundId, type TestCase } from '../../testkit/data/cases.ts';

const leaderOfOne = 'projectleider-hengelo';

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await api.caseInTriage();
  await api.sql`insert into accounts (id, name, email, role, municipality_code) values (${leaderOfOne}, 'Projectleider Hengelo', 'plh@voorbeeld.test', 'project-leader', '0164')`;
  await admitAccounts(api.sql);
});
afterAll(() => api.stop());

async function refused(account: string, method: string, path: string, body?: unknown) {
  const { status, body: problem } = await api.call(account, method, `/api/v1${path}`, body);
  return [status, problem.code, ...(problem.errors ?? []).map(({ field }) => field)];
}

describe('text that no database keeps', () => {
  test.each([
    ['POST', () => `/cases/${made.id}/notes`, { text: 'a\0b' }, 'text'],
    ['POST', () => `/cases/${made.id}/notes`, { text: 'half \ud83d' }, 'text'],
    ['PUT', () => `/cases/${made.id}/plan`, { skills: ['goed', 'a\0b'] }, 'skills.1'],
    ['POST', () => '/search', { lastName: 'a\0b' }, 'lastName'],
    ['GET', () => '/cases?team=a%00b', undefined, 'query.team'],
    ['GET', () => '/deadlines/a%00b/derivation', undefined, 'path.id'],
  ])('%s is refused, by the name of its field', async (method, path, body, field) => {
    expect(await refused('projectleider', method, path(), body)).toEqual([400, 'invalid-input', field]);
  });
});

describe('a position of which no page ended', () => {
  test.each([
    ['/cases?sort=openedAt', { sort: 'openedAt', value: 'gisteren' }],
    ['/cases?sort=nextDueOn', { sort: 'nextDueOn', value: '2026-02-31' }],
    ['/cases?sort=totalCents', { sort: 'totalCents', value: 'veel' }],
    [`/rounds/${roundId}/matches?show=drop-outs`, { creditorId: 'a\0b', reference: 'x' }],
  ])('of %s is no cursor', async (path, position) => {
    const cursor = encodeCursor({ ...position, ...(path.startsWith('/cases') ? { id: made.id } : {}) });
    expect(await refused('meldpunt', 'GET', `${path}&cursor=${cursor}`)).toEqual([400, 'invalid-input', 'query.cursor']);
  });

  const id = 'b5f7c8f0-6c0c-4d8e-9a51-0d9e6a3c1b11';
  const lists: [account: string, path: string, positionAt: (at: string) => object][] = [
    ['meldpunt', '/cases?sort=openedAt', (at) => ({ sort: 'openedAt', value: at, id })],
    ['meldpunt', '/deadlines?limit=1', (at) => ({ dueBefore: at, id: 'x' })],
    ['meldpunt', '/creditors/woongoed-twente/signals?limit=1', (at) => ({ receivedAt: at, id })],
    ['projectleider', '/changes?limit=1', (at) => ({ proposedAt: at, id })],
    ['projectleider', '/retention/certificates?limit=1', (at) => ({ at, id: 1 })],
    ['privacy', '/avg-requests?limit=1', (at) => ({ dueBefore: at, id })],
    ['privacy', '/audit?limit=1', (at) => ({ at, id: 1 })],
  ];
  test.each(lists)('nor, of %s %s, is a moment that no clock of ours shows', async (account, path, positionAt) => {
    const moments = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1989-12-31T00:00:00Z', '2101-01-01T00:00:00Z', '2100-12-31T23:30:00Z', '9999-12-31T23:59:59Z', '-000001-01-01T00:00:00Z', '+012026-01-01T00:00:00Z', '2026-01-01T24:00:00Z', '2026-06-30T23:59:60Z', '2026-01-01T00:00:00+25:00', '2026-02-30T00:00:00Z'];
    for (const at of moments) expect([at, ...(await refused(account, 'GET', `${path}&cursor=${encodeCursor(positionAt(at))}`))]).toEqual([at, 400, 'invalid-input', 'query.cursor']);
    expect((await api.call(account, 'GET', `/api/v1${path}&cursor=${encodeCursor(positionAt('2026-01-01T00:00:00.123Z'))}`)).status).toBe(200);
  });

  test('a cursor with a day of the year 0 is refused', async () => {
    expect(await refused('meldpunt', 'GET', `/cases?sort=nextDueOn&cursor=${encodeCursor({ sort: 'nextDueOn', value: '0000-01-01', id })}`)).toEqual([400, 'invalid-input', 'query.cursor']);
  });

  test('a cursor with a line number that is too large is refused', async () => {
    expect(await refused('meldpunt', 'GET', `/deliveries/${made.id}/rows?after=9007199254740991`)).toEqual([400, 'invalid-input', 'query.after']);
  });
});

test('who works for one municipality is told that a round of the region is not theirs to open', async () => {
  expect(await refused(leaderOfOne, 'POST', '/rounds', { month: '2041-05' })).toEqual([403, 'forbidden']);
  const rows = await api.sql`select action, outcome from audit_log where actor_id = ${leaderOfOne} order by id desc limit 1`;
  expect(rows).toEqual([{ action: 'open-round', outcome: 'refused' }]);
});

describe('a day, moment or month outside the years of the calendar is refused, by the name of its field', () => {
  const days = ['0000-01-01', '1989-12-31', '2101-01-01', '9999-12-31', '10000-01-01', '-0001-01-01', '2026-02-30'];
  const moments = [...days, '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2100-12-31T23:59:59-12:00', '2026-01-01T24:00:00Z', '2026-06-30T23:59:60Z', '2026-01-01T00:00:00+25:00'];
  const months = ['0000-01', '0001-05', '1989-12', '2101-01', '9999-12', '2026-13', '2026-00', '10000-01', '-0001-01'];
  test.each<[string, string, () => string, readonly string[], (given: string) => unknown, string]>([
    ['projectleider', 'POST', () => '/rounds', months, (month) => ({ month }), 'month'],
    ['projectleider', 'POST', () => '/rounds', moments, (cutOff) => ({ month: '2041-05', cutOff }), 'cutOff'],
    ['meldpunt', 'POST', () => '/search', ['0000-01-01', '10000-01-01', '2026-02-30'], (birthDate) => ({ lastName: 'Voorbeeld', birthDate }), 'birthDate'],
    ['meldpunt', 'POST', () => `/cases/${made.id}/plan-appointment`, days, (date) => ({ date, time: '09:30', place: 'door', caseworkerId: 'medewerker-enschede' }), 'date'],
    ['meldpunt', 'POST', () => `/cases/${made.id}/record-attempt`, days, (date) => ({ kind: 'visit', outcome: 'reached', date, partOfDay: 'morning' }), 'date'],
    ['meldpunt', 'POST', () => `/cases/${made.id}/record-callback`, days, (date) => ({ date }), 'date'],
    ['meldpunt', 'POST', () => `/cases/${made.id}/extend-deadline`, days, (dueOn) => ({ deadlineId: 'x', dueOn }), 'dueOn'],
    ['meldpunt', 'PUT', () => `/cases/${made.id}/plan`, days, (currentPaymentsFrom) => ({ currentPaymentsFrom }), 'currentPaymentsFrom'],
    ['projectleider', 'POST', () => '/closed-days', days, (date) => ({ date, name: 'Sluiting', reason: 'Feest' }), 'date'],
  ])('%s %s %#', async (account, method, path, all, bodyOf, field) => {
    for (const given of all) {
      const [status, code, ...fields] = await refused(account, method, path(), bodyOf(given));
      expect([given, status, code, fields.includes(field)]).toEqual([given, 400, 'invalid-input', true]);
    }
  });

  test.each([
    ['projectleider', (month: string) => `/deliveries?round=${month}`, 'query.round', months],
    ['privacy', (day: string) => `/audit?from=${day}`, 'query.from', days],
    ['projectleider', (day: string) => `/retention/certificates?until=${day}`, 'query.until', days],
    ['meldpunt', (at: string) => `/cases/${made.id}/forecast?until=${at}`, 'query.until', ['0000-01-01T00:00:00Z', '1989-12-31T00:00:00Z', '2101-01-01T00:00:00Z', '2100-12-31T23:30:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:00:00.1234567Z']],
  ])('%s %s', async (account, path, field, all) => {
    for (const given of all) expect([given, ...(await refused(account, 'GET', path(encodeURIComponent(given))))]).toEqual([given, 400, 'invalid-input', field]);
  });

  test('a round of no such month is not there', async () => {
    for (const month of ['0000-01', '9999-12']) expect((await refused('projectleider', 'GET', `/rounds/${month}`))[0]).toBe(404);
  });
});
