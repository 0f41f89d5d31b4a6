import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { seedPast, type Demo } from '../../scripts/demo-past/seed.ts';
import { pastTables } from '../../src/db/queries/demo/past.ts';
import { connectAsSystem } from '../../src/db/scoped.ts';
import { localDate } from '../../src/domain/time/dates.ts';
import { keyStore } from '../../src/privacy/key-store.ts';
import { verifyCase } from '../../src/usecases/records/verify-case.ts';
import { verifyCases } from '../../src/usecases/records/verify-cases.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { insertCandidate } from '../../testkit/data/cases.ts';
import { hashKey, masterKeys } from '../../testkit/data/keys.ts';
import { places } from '../../testkit/data/places.ts';
import { eventually } from '../../testkit/eventually.ts';

jest.setTimeout(300_000);

const DAY_MS = 86_400_000;
/** A day ago, so that midnight has come since: what that brings happens as soon as the workflows run. */
const seededAt = new Date(Date.now() - DAY_MS).toISOString();

let api: TestApi;
const demo = (changes: Partial<Demo> = {}): Demo => ({ sql: api.sql, keys: api.keys, temporal: api.environment.client, config: { hashKey, taskQueue: api.taskQueue }, places, seed: 'tests/demo', now: seededAt, ...changes });
const countOf = async (table: string): Promise<[string, number]> => {
  const [row] = await api.sql<{ count: number }[]>`select count(*) from ${api.sql(table)}`;
  return [table, row?.count ?? 0];
};
const counted = async (): Promise<Record<string, number>> => Object.fromEntries(await Promise.all(pastTables.map(countOf)));
const runs = async (): Promise<number> => (await api.environment.client.workflow.count(`WorkflowType = 'caseWorkflow' AND TaskQueue = '${api.taskQueue}'`)).count;
const caseIn = async (phase: string, and = 'true'): Promise<string> => {
  const [found] = await api.sql<{ id: string }[]>`select id from cases where phase = ${phase} and municipality_code = '0153' and paused_at is null and ${api.sql.unsafe(and)} order by id limit 1`;
  return found?.id ?? `no case in ${phase}`;
};

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe("the demo's past, on a real Postgres and engine", () => {
  test('is not there at all when it was cut off while it was written', async () => {
    const away = connectAsSystem({ databaseUrl: api.databaseUrl, hashKey });
    await away.end();
    await expect(seedPast(demo({ keys: keyStore(away, masterKeys) }))).rejects.toThrow();
    expect(new Set(Object.values(await counted()))).toEqual(new Set([0]));
  });

  test('is finished by the next start when it was cut off before every case ran, and doubles nothing then or later', async () => {
    const connection = Connection.lazy({ address: '127.0.0.1:1' });
    const nowhere = new Client({ connection });
    await expect(seedPast(demo({ temporal: nowhere }))).rejects.toThrow();
    await connection.close();
    const written = await counted();
    expect(written['cases']).toBeGreaterThan(300);
    expect(await runs()).toBe(0);

    expect(await seedPast(demo())).toEqual({ outcome: 'there', seededAt });
    const [open] = await api.sql<{ count: number }[]>`select count(*) from cases where phase <> 'closed'`;
    await eventually(async () => expect(await runs()).toBe(open?.count));
    expect(await seedPast(demo({ now: new Date().toISOString() }))).toEqual({ outcome: 'there', seededAt });
    expect(await counted()).toEqual(written);
    expect(await runs()).toBe(open?.count);
  });

  test('goes on: time passes in it, and people act', async () => {
    await api.startWorker();
    const [before] = await api.sql<{ count: number }[]>`select count(*) from timeline where at > ${seededAt}`;
    expect(before?.count).toBe(0);
    await eventually(async () => {
      const [since] = await api.sql<{ count: number }[]>`select count(*) from timeline where at > ${seededAt} and type in ('deadline-warned', 'deadline-breached')`;
      expect(since?.count).toBeGreaterThan(0);
    }, 60_000);

    const today = localDate(new Date().toISOString());
    const act = async (account: string, id: string, action: string, body: object) => expect({ action, status: (await api.call(account, 'POST', `/api/v1/cases/${id}/${action}`, body)).status }).toEqual({ action, status: 200 });
    const acted = { triage: await caseIn('triage'), visiting: await caseIn('visiting', "state->'appointment' is not null"), planning: await caseIn('planning'), closed: await caseIn('closed', "ending = 'recovered'") };
    await act('meldpunt', acted.triage, 'go', {});
    await act('medewerker-enschede', acted.visiting, 'record-attempt', { kind: 'appointment', outcome: 'reached', date: today, partOfDay: 'morning' });
    await act('medewerker-enschede', acted.planning, 'end-planning', { because: 'declined' });
    for (const id of [acted.triage, acted.visiting, acted.planning]) expect((await verifyCase(demo(), id)).differences).toEqual([]);

    const { body } = await api.call<{ runs: { steps: { sentence: string }[] }[] }>('projectleider', 'GET', `/api/v1/cases/${acted.visiting}/history`);
    expect(body.runs).toHaveLength(2);
    expect(body.runs[1]?.steps[0]?.sentence).toBe('De zaak gaat verder, met alles wat al bekend was.');
  });

  test('is what the histories say, of every case', async () => {
    const { cases, differences } = await verifyCases({ ...demo(), config: { taskQueue: api.taskQueue } }, { scope: 'all' });
    expect(differences).toEqual([]);
    expect(cases).toBeGreaterThan(300);
  });

  test('shows what was said and sealed, and opens again what has closed', async () => {
    const [closed] = await api.sql<{ id: string }[]>`select id from cases where phase = 'closed' and ending <> 'drop-out' and municipality_code = '0153' order by id limit 1`;
    const id = closed?.id ?? '';
    const { body } = await api.call<{ address: { postcode: string }; number: string; signals: { person: { lastName: string } }[] }>('meldpunt', 'GET', `/api/v1/cases/${id}`);
    expect(body).toMatchObject({ address: { postcode: expect.stringMatching(/^75\d\d[A-Z]{2}$/) }, number: expect.stringMatching(/^ENS-20\d\d-\d{5}$/) });
    expect(await api.call('meldpunt', 'POST', `/api/v1/cases/${id}/reopen`, { to: 'visiting', reason: 'De inwoner vraagt alsnog hulp.' })).toMatchObject({ status: 200, body: { phase: 'visiting' } });
    expect((await verifyCase(demo(), id)).differences).toEqual([]);
  });
});

test('is not put beside work that is there, nor among accounts that are not of the demo', async () => {
  const other = await startApi();
  const into = () => seedPast({ ...demo(), sql: other.sql, keys: other.keys });
  await other.sql`insert into accounts (id, name, email, role) values ('somebody', 'Iemand', 'iemand@voorbeeld.test', 'desk')`;
  expect(await into()).toEqual({ outcome: 'refused', because: 'there are accounts in this database that are not of the demo' });
  await insertCandidate(other.sql);
  expect(await into()).toEqual({ outcome: 'refused', because: 'there is work in this database already' });
  await other.stop();
});
