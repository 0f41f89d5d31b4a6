import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startApi, type TestApi } from '../../testkit/api.ts';

interface Fixture {
  from: string;
  term: unknown;
  closedDays?: string[];
  dueOn: string;
  dueBefore: string;
}

const fixtures = JSON.parse(readFileSync(new URL('../fixtures/terms.json', import.meta.url), 'utf8')) as Fixture[];

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const calculate = <Body>(body: unknown) => api.call<Body>('', 'POST', '/api/v1/terms/calculate', body);

describe('calculating a term', () => {
  test('needs no account and gives what an independent program gave', async () => {
    for (const { dueOn, dueBefore, ...given } of fixtures.slice(0, 60)) {
      expect((await calculate<object>(given)).body).toMatchObject({ dueOn, dueBefore });
    }
  });

  test('names the days it passed over', async () => {
    const { body } = await calculate<{ skipped: unknown }>({ from: '2026-12-23T12:00:00Z', term: { unit: 'workingDays', amount: 2 } });
    expect(body.skipped).toEqual([
      { date: '2026-12-25', name: 'Eerste Kerstdag' },
      { date: '2026-12-26', name: 'Tweede Kerstdag' },
      { date: '2026-12-27', name: 'zondag' },
    ]);
  });

  test('counts a closing day that an administrator added', async () => {
    await api.sql`insert into closed_days (date, name) values ('2026-11-24', 'regionale sluiting')`;
    const { body } = await calculate<{ dueOn: string }>({ from: '2026-11-23T12:00:00Z', term: { unit: 'workingDays', amount: 1 } });
    expect(body.dueOn).toBe('2026-11-25');
  });

  test('refuses what falls outside the years it knows', async () => {
    const { status, body } = await calculate({ from: '2100-12-01T12:00:00Z', term: { unit: 'months', amount: 6 } });
    expect([status, (body as { code: string }).code]).toEqual([400, 'invalid-input']);
  });

  test('refuses a body that is no JSON, or too large', async () => {
    expect((await calculate('{"from":')).status).toBe(400);
    expect((await calculate({ from: 'x'.repeat(1_100_000) })).status).toBe(413);
  });
});
