import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { eventually } from '../../testkit/eventually.ts';
import { recordHistory } from '../../testkit/engine/histories.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { expectReplays, testWorker, tuning } from '../../testkit/engine/worker.ts';
import { engineLife } from './engine-life.ts';
import { BEGIN } from './life.ts';
import { scenarios } from './scenarios/index.ts';
import { expectSmall } from './size.ts';

const TASK_QUEUE = 'lives';

/** The case's records arrive here instead of in Postgres: each once, in order, none left out. */
const stored = new Map<string, CaseRecord[]>();
const storeInMemory = (records: CaseRecord[]): Promise<void> => {
  for (const record of records) {
    const known = stored.get(record.state.caseId) ?? [];
    expect(record.state.seq).toBe(known.length + 1);
    stored.set(record.state.caseId, [...known, record]);
  }
  return Promise.resolve();
};

/**
 * On workers that keep nothing, every third: each task of a life replays all before it, which for all of them took five minutes.
 * The others are replayed whole at their end.
 */
const lived = Object.entries(scenarios).filter((_, n) => tuning.maxCachedWorkflows === undefined || n % 3 === 0);

describe('whole lives on the engine, months in milliseconds', () => {
  // Time never goes back: each life takes a server of its own.
  let env: TestWorkflowEnvironment;
  beforeEach(async () => {
    env = await timeSkippingEnvironment();
    await env.sleep(Date.parse(BEGIN) - (await env.currentTimeMs()));
  });
  afterEach(() => env.teardown());

  test.each(lived)('%s', async (name, live) => {
    const worker = await testWorker({ connection: env.nativeConnection, taskQueue: TASK_QUEUE, activities: { recordCase: storeInMemory } });
    await worker.runUntil(async () => {
      const life = engineLife(env, TASK_QUEUE, name, stored);
      await live(life);
      if (life.records().at(-1)?.state.phase === 'closed') await eventually(async () => expect((await life.handle.describe()).status.name).toBe('COMPLETED'));
      const history = await life.handle.fetchHistory();
      await expectReplays(history, life.handle.workflowId);
      if (name.startsWith('straight through')) expectSmall(history);
      if (tuning.maxCachedWorkflows === undefined) await recordHistory(name, history);
    });
  });
});
