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
