import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { forecastOf } from '../../src/domain/case/forecast.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { testWorker } from '../../testkit/engine/worker.ts';
import { engineLife } from './engine-life.ts';
import { BEGIN, FEEDBACK, noon, planned } from './life.ts';

let env: TestWorkflowEnvironment;
beforeAll(async () => {
  env = await timeSkippingEnvironment();
  await env.sleep(Date.parse(BEGIN) - (await env.currentTimeMs()));
});
afterAll(() => env.teardown());

test('the engine does what was forecast: half a year of silence, the re-check, its reminders and the decision that is left', async () => {
  const stored = new Map<string, CaseRecord[]>();
  const recordCase = (records: CaseRecord[]): Promise<void> => {
    for (const record of records) stored.set(record.state.caseId, [...(stored.get(record.state.caseId) ?? []), record]);
    return Promise.resolve();
  };
  const worker = await testWorker({ connection: env.nativeConnection, taskQueue: 'forecast', activities: { recordCase } });
  await worker.runUntil(async () => {
    const life = engineLife(env, 'forecast', 'forecast', stored);
    await planned(life, { problematicDebts: true, handOver: 'offered' });
    await life.until(noon('2040-03-28'));
    await life.act('send-feedback', { feedbackId: FEEDBACK });
    const lived = life.records().length;
    const { moments, end } = forecastOf(await life.state(), noon('2041-03-28'));
    expect([end, moments.at(-1)?.events.at(-1)?.type]).toEqual(['nothing-left', 'deadline-breached']);
    await life.until(noon('2041-03-28'));
    const happened = life.records().slice(lived);
    expect(happened.flatMap(({ events }) => events)).toEqual(moments.flatMap(({ events }) => events));
    expect(happened.flatMap(({ mails }) => mails)).toEqual(moments.flatMap(({ mails }) => mails));
    expect(happened.map(({ at, state }) => [at, state.phase])).toEqual(moments.map(({ at, phase }) => [at, phase]));
    await life.handle.terminate();
  });
});
