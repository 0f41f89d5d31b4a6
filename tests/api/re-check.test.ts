import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, addMonths, localDate } from '../../src/domain/time/dates.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { caseAtReCheck } from '../../testkit/data/case-at-re-check.ts';
import type { TestCase } from '../../testkit/data/cases.ts';

interface Signal {
  id: string;
  status: string;
  suspension: { from: string; until: string } | null;
  feedback: unknown;
  reCheck: { answer: string; dueOn: string } | null;
}

const today = localDate(new Date().toISOString());
/** The day of match and feedback: its re-check was asked two days ago. */
const began = addMonths(addDays(today, -2), -6);
const feedback = { cause: 'unknown' };

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await caseAtReCheck(api, { creditors: ['zorgzeker', 'oost-energie'], began, feedback });
});
afterAll(() => api.stop());

const signalOf = async (creditor: string) => (await api.call<{ items: Signal[] }>(`schuldeiser-${creditor}`, 'GET', `/api/v1/creditors/${creditor}/signals`)).body.items[0];
const idOf = new Map<string, string>();
const answer = async (creditor: string, paying: boolean) =>
  api.call<unknown>(`schuldeiser-${creditor}`, 'POST', `/api/v1/signals/${idOf.get(creditor) ?? ''}/answer-re-check`, { paying }, { 'Idempotency-Key': `${creditor}-answers` });

describe('a creditor and the re-check', () => {
  test('reads that it is asked, by when, with the feedback and how long collection was suspended', async () => {
    const signal = await signalOf('zorgzeker');
    expect(signal).toMatchObject({ status: 'taken-up', feedback, suspension: { from: began, until: began }, reCheck: { answer: 'asked' } });
    expect(signal?.reCheck?.dueOn).toBe((await signalOf('oost-energie'))?.reCheck?.dueOn);
  });

  test('answers, is told no more than that, and reads its answer back', async () => {
    for (const creditor of ['zorgzeker', 'oost-energie']) idOf.set(creditor, (await signalOf(creditor))?.id ?? '');
    expect((await answer('zorgzeker', true)).body).toEqual({ id: idOf.get('zorgzeker'), done: true });
    expect(JSON.stringify(await signalOf('zorgzeker'))).not.toContain(made.id);
    expect((await signalOf('zorgzeker'))?.reCheck?.answer).toBe('paying');
    expect((await signalOf('oost-energie'))?.reCheck?.answer).toBe('asked');
  });

  test('whose answer is the last yes closes the case as recovered, and may repeat it', async () => {
    await answer('oost-energie', true);
    expect((await answer('oost-energie', true)).status).toBe(200);
    const { body } = await api.call<{ phase: string; ending: string }>('meldpunt', 'GET', `/api/v1/cases/${made.id}`);
    expect(body).toMatchObject({ phase: 'closed', ending: 'recovered' });
    expect((await signalOf('zorgzeker'))?.reCheck).toBeNull();
  });
});

describe('a creditor with much to do', () => {
  const creditor = 'woongoed-twente';
  const account = `schuldeiser-${creditor}`;
  const get = async <Body>(path: string, headers = {}) => (await api.call<Body>(account, 'GET', `/api/v1/creditors/${creditor}/${path}`, undefined, headers)).body;
  const open = () => get<{ items: (Signal & { reference: string; caseId?: string })[] }>('signals?reCheck=open');
  let cases: TestCase[] = [];
  beforeAll(async () => {
    cases = [];
    for (let n = 0; n < 3; n++) cases.push(await caseAtReCheck(api, { creditors: [creditor], began, feedback }));
  });

  test('reads what waits for it, and finds a signal by its own reference', async () => {
    const { items } = await open();
    expect(items).toHaveLength(3);
    expect(await get('to-do')).toMatchObject({ toCorrect: [], reChecks: { signals: 3, dueOn: items[0]?.reCheck?.dueOn, isReminded: false } });
    const found = await get<{ items: Signal[] }>(`signals?reference=${encodeURIComponent(items[1]?.reference ?? '')}`);
    expect(found.items.map(({ id }) => id)).toEqual([items[1]?.id]);
    expect((await get<{ items: Signal[] }>('signals?reference=bestaat-niet')).items).toEqual([]);
    expect((await api.call('schuldeiser-zorgzeker', 'GET', `/api/v1/creditors/${creditor}/to-do`)).status).toBe(403);
  });

  test('answers for many at once, each with its own outcome, once', async () => {
    const [one, two] = (await open()).items;
    const body = { answers: [{ signalId: one?.id, answer: 'paying' }, { signalId: two?.id, answer: 'moved' }, { signalId: idOf.get('zorgzeker'), answer: 'paying' }] };
    const send = () => api.call<{ done: number; outcomes: { done: boolean; problem: { code: string } | null }[] }>(account, 'POST', '/api/v1/re-check-answers', body, { 'Idempotency-Key': 'many-answers' });
    const first = (await send()).body;
    expect(first).toMatchObject({ done: 2, outcomes: [{ done: true }, { done: true }, { done: false, problem: { code: 'not-found' } }] });
    expect((await send()).body).toEqual(first);
    expect((await open()).items).toHaveLength(1);
    const [{ n } = { n: 0 }] = await api.sql<{ n: number }[]>`select count(*)::int as n from timeline where type = 're-check-answered' and case_id in ${api.sql(cases.map(({ id }) => id))}`;
    expect(n).toBe(2);
  });

  test('answers once for all its signals at one address, and is refused when those answers differ', async () => {
    const { id } = await caseAtReCheck(api, { creditors: [creditor, creditor], began, feedback });
    const [one, two] = await api.sql<{ id: string }[]>`select id from signals where case_id = ${id}`;
    const send = async (...said: string[]) => {
      const answers = [one, two].map((signal, n) => ({ signalId: signal?.id, answer: said[n] }));
      return (await api.call<{ outcomes: { done: boolean; problem: { code: string } | null }[] }>(account, 'POST', '/api/v1/re-check-answers', { answers })).body.outcomes.map(({ done, problem }) => problem?.code ?? done);
    };
    expect(await send('paying', 'moved')).toEqual(['conflict', 'conflict']);
    expect(await send('moved', 'moved')).toEqual([true, true]);
    expect(await api.sql`select 1 from timeline where type = 're-check-answered' and case_id = ${id}`).toHaveLength(1);
  });

  test('gets all of it as a file for a spreadsheet', async () => {
    const lines = (await get<string>('signals', { Accept: 'text/csv' })).trim().split('\n');
    expect(lines[0]).toContain('kenmerk;bedrag;');
    expect(lines).toHaveLength(6);
    expect(lines.filter((line) => line.includes(`;${began};${began};`) && line.includes('Oorzaak: Onbekend'))).toHaveLength(5);
  });
});
