/** What the fuzzer sent and nobody had thought of: each is refused in words, and none of it is our error. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../api/cursor.ts';
import { admitAccounts } from '../support/admit-accounts.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { roundId, type TestCase } from '../support/cases.ts';

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
    ['/cases?sort=openedAt', ['openedAt', 'gisteren']],
    ['/cases?sort=nextDueOn', ['nextDueOn', '2026-02-31']],
    ['/cases?sort=totalCents', ['totalCents', 'veel']],
    [`/rounds/${roundId}/matches?show=drop-outs`, ['a\0b', 'x']],
  ])('of %s is no cursor', async (path, position) => {
    const cursor = encodeCursor([...position, ...(path.startsWith('/cases') ? [made.id] : [])]);
    expect(await refused('meldpunt', 'GET', `${path}&cursor=${cursor}`)).toEqual([400, 'invalid-input', 'query.cursor']);
  });

  test('nor is a line beyond all numbers of lines', async () => {
    expect(await refused('meldpunt', 'GET', `/deliveries/${made.id}/rows?after=9007199254740991`)).toEqual([400, 'invalid-input', 'query.after']);
  });
});

test('who works for one municipality is told that a round of the region is not theirs to open', async () => {
  expect(await refused(leaderOfOne, 'POST', '/rounds', { month: '2041-05' })).toEqual([403, 'forbidden']);
  const rows = await api.sql`select action, outcome from audit_log where actor_id = ${leaderOfOne} order by id desc limit 1`;
  expect(rows).toEqual([{ action: 'open-round', outcome: 'refused' }]);
});
