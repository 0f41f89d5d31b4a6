/** Searching over the histories of all cases, on a real engine and Postgres. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import type { TestCase } from '../../testkit/data/cases.ts';

interface Found {
  items: { caseId: string; type: string; sentence: string; actor: { id: string } }[];
  nextCursor: string | null;
}

const today = localDate(new Date().toISOString());
let api: TestApi;
let corrected: TestCase;
let other: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  corrected = await api.caseInTriage({ creditors: ['woongoed-twente', 'oost-energie'] });
  other = await api.caseInTriage({ creditors: ['zorgzeker', 'oost-energie'] });
  const act = (account: string, id: string, action: string, body: object = {}) => api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body);
  for (const { id } of [corrected, other]) {
    await act('meldpunt', id, 'go');
    await act('medewerker-enschede', id, 'record-attempt', { kind: 'visit', outcome: 'nobody-home', date: today, partOfDay: 'morning' });
  }
  await act('medewerker-enschede', corrected.id, 'correct-attempt', { kind: 'visit', outcome: 'reached', date: today, partOfDay: 'morning', reason: 'Verkeerd aangetikt.' });
}, 120_000);
afterAll(() => api.stop());

const search = async (query: string, account = 'projectleider') => (await api.call<Found>(account, 'GET', `/api/v1/events?${query}`)).body;

describe('searching over histories', () => {
  test('finds the cases in which a visit was corrected this quarter, and none of before', async () => {
    const { items } = await search('kind=attempt-corrected&contact=visit');
    expect(items).toMatchObject([{ caseId: corrected.id, type: 'attempt-corrected', actor: { id: 'medewerker-enschede' } }]);
    expect(items[0]?.sentence).toContain('niemand thuis');
    expect((await search(`kind=attempt-corrected&contact=phone`)).items).toEqual([]);
    expect((await search(`kind=attempt-corrected&from=${addDays(today, -30)}&to=${addDays(today, -1)}`)).items).toEqual([]);
    expect(JSON.stringify(items)).not.toContain('aangetikt');
  });

  test('by creditor, place and whoever did it, over several kinds, a page at a time', async () => {
    expect((await search('kind=go&creditor=zorgzeker')).items.map(({ caseId }) => caseId)).toEqual([other.id]);
    expect((await search('kind=go&municipality=Hengelo')).items).toEqual([]);
    expect((await search('kind=go,attempt&by=meldpunt')).items.map(({ type }) => type)).toEqual(['go', 'go']);
    const all = (await search('kind=go,attempt')).items.map(({ caseId, type }) => `${type} ${caseId}`);
    expect(all).toHaveLength(4);
    const pages: string[] = [];
    let cursor = '';
    for (let n = 0; n < 5; n += 1) {
      const page = await search(`kind=go,attempt&limit=1${cursor}`);
      pages.push(...page.items.map(({ caseId, type }) => `${type} ${caseId}`));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(pages).toEqual(all);
  });

  test('counts each kind, and in how many cases', async () => {
    const { body } = await api.call<{ kinds: { type: string; label: string; events: number; cases: number }[] }>('projectleider', 'GET', '/api/v1/events/counts?kind=attempt,attempt-corrected');
    expect(body.kinds).toEqual([{ type: 'attempt', label: 'Contactpoging', events: 2, cases: 2 }, { type: 'attempt-corrected', label: 'Contactpoging gecorrigeerd', events: 1, cases: 1 }]);
  });

  test('leaves in the log which cases were shown, and goes out as a file', async () => {
    await search('kind=attempt-corrected');
    const [row] = await api.sql<{ detail: { caseIds: string[] } }[]>`select detail from audit_log where action = 'search-histories' order by id desc limit 1`;
    expect(row?.detail.caseIds).toEqual([corrected.id]);
    const { body } = await api.call<string>('projectleider', 'GET', '/api/v1/events?kind=attempt-corrected', undefined, { Accept: 'text/csv' });
    expect(body.split('\n').filter((line) => line !== '')).toHaveLength(2);
  });

  test('a period that is turned round, or of more than two years, is refused', async () => {
    expect((await api.call('projectleider', 'GET', '/api/v1/events?from=2026-02-01&to=2026-01-01')).status).toBe(400);
    expect((await api.call('projectleider', 'GET', '/api/v1/events?from=2020-01-01&to=2026-01-01')).status).toBe(400);
  });

  test('stays flat: the newest of a kind are read from the end of its index, with the rows that the account may see', async () => {
    await api.owner`
      insert into timeline (case_id, key, type, at, actor_id, actor_role, data)
      select ${other.id}, 'made-' || n, case when n % 50 = 0 then 'attempt-corrected' else 'attempt' end, now() - interval '1 day' - n * interval '1 minute', 'medewerker-enschede', 'caseworker',
        case when n % 50 = 0 then '{"from":"nobody-home","to":"reached"}'::jsonb else '{"kind":"visit","date":"2026-01-05","partOfDay":null,"visit":1,"outcome":"nobody-home"}'::jsonb end
      from generate_series(1, 40000) n`;
    await api.owner`analyze timeline`;
    const plan = await api.owner<{ plan: string }[]>`
      explain select t.id from unnest(array['attempt-corrected', 'go']) k (code) cross join lateral (
        select t.id, t.at from timeline t join cases c on c.id = t.case_id where t.type = k.code and t.at >= now() - interval '92 days' and t.at < now() order by t.at desc, t.id desc limit 51) t order by t.at desc, t.id desc limit 51`;
    expect(JSON.stringify(plan)).toContain('timeline_by_type');
    expect((await search('kind=attempt-corrected', 'medewerker-enschede')).items).toHaveLength(50);
  });
});
