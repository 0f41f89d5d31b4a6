import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addDays, addMonths, localDate, startOfDay } from '../../src/domain/dates.ts';
import { passTime, takeCommand, takeMatch, takeSignal } from '../../src/domain/case/life.ts';
import { recordOf } from '../../src/domain/case/record.ts';
import { newCase, type CaseState } from '../../src/domain/case/state.ts';
import type { Step } from '../../src/domain/case/step.ts';
import type { Command } from '../../src/domain/commands.ts';
import { casePolicySchema, twentePolicy } from '../../src/domain/policy.ts';
import { storeCaseRecord } from '../../src/usecases/store-case-record.ts';
import { startApi, type TestApi } from '../support/api.ts';
import { enschede, insertCandidate, roundId, type TestCase } from '../support/cases.ts';

interface Signal {
  status: string;
  suspension: { from: string; until: string } | null;
  feedback: unknown;
  reCheck: { caseId: string; answer: string; dueOn: string } | null;
}

const today = localDate(new Date().toISOString());
/** The day of match and feedback: its re-check was asked two days ago. */
const began = addMonths(addDays(today, -2), -6);
const feedback = { cause: 'unknown' };
const feedbackId = randomUUID();

let api: TestApi;
let made: TestCase;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
  made = await insertCandidate(api.sql, { creditors: ['zorgzeker', 'oost-energie'] });
  await liveUntilRecheck();
});
afterAll(() => api.stop());

/** Half a year in a moment: the steps of the rules themselves, stored as the workflow stores them; then its workflow takes over. */
async function liveUntilRecheck(): Promise<void> {
  const at = startOfDay(began);
  let state: CaseState = newCase({ caseId: made.id, gemeentecode: enschede, policy: casePolicySchema.parse(twentePolicy), closedDays: [] });
  const take = async (step: Step | null) => {
    if (step === null) throw new Error('nothing happened');
    state = step.state;
    await storeCaseRecord(api.sql, recordOf(step));
  };
  const act = (action: string, data: object) => take(takeCommand(state, { id: randomUUID(), action, actor: { id: 'meldpunt', role: 'desk' }, data } as Command, at));
  const signals = await api.sql<{ id: string; creditorId: string }[]>`select id, creditor_id from signals where case_id = ${made.id}`;
  for (const { id, creditorId } of signals) {
    await take(takeSignal(state, { signalId: id, creditorId, roundId, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: at }, at));
  }
  await take(takeMatch(state, { roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: signals.map(({ id, creditorId }) => ({ signalId: id, creditorId, outcome: 'in-case', reason: null })) }, at));
  await act('go', {});
  await act('record-attempt', { kind: 'visit', outcome: 'wants-no-help', date: began, partOfDay: 'morning' });
  await api.sql`insert into feedbacks (id, case_id, body, author_id, created_at) values (${feedbackId}, ${made.id}, ${api.sql.json(feedback)}, 'meldpunt', ${at})`;
  await act('send-feedback', { feedbackId });
  await take(passTime(state, new Date().toISOString()));
  await api.environment.client.workflow.start('caseWorkflow', { workflowId: `case-${made.id}`, taskQueue: api.taskQueue, args: [{ carried: state }] });
}

const signalOf = async (creditor: string) => (await api.call<{ items: Signal[] }>(`schuldeiser-${creditor}`, 'GET', `/api/v1/creditors/${creditor}/signals`)).body.items[0];
const answer = (creditor: string, paying: boolean) =>
  api.call<unknown>(`schuldeiser-${creditor}`, 'POST', `/api/v1/cases/${made.id}/answer-re-check`, { creditorId: creditor, paying }, { 'Idempotency-Key': `${creditor}-answers` });

describe('a creditor and the re-check', () => {
  test('reads that it is asked, by when, with the feedback and how long collection was suspended', async () => {
    const signal = await signalOf('zorgzeker');
    expect(signal).toMatchObject({ status: 'taken-up', feedback, suspension: { from: began, until: began }, reCheck: { caseId: made.id, answer: 'asked' } });
    expect(signal?.reCheck?.dueOn).toBe((await signalOf('oost-energie'))?.reCheck?.dueOn);
  });

  test('answers, is told no more than that, and reads its answer back', async () => {
    expect((await answer('zorgzeker', true)).body).toEqual({ id: made.id, done: true });
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
