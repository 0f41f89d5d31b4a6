import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { eventually } from '../../testkit/eventually.ts';
import { replay } from '../../testkit/engine/replay.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { tuning } from '../../testkit/engine/worker.ts';
import { halfYear, instants } from './half-year.workflow.ts';

const workflowsPath = fileURLToPath(new URL('./half-year.workflow.ts', import.meta.url));

describe('a workflow that waits half a year', () => {
  let environment: TestWorkflowEnvironment;
  let history: string;
  let passed: string[];
  let tookMs: number;

  beforeAll(async () => {
    environment = await timeSkippingEnvironment();
    const { client, nativeConnection: connection } = environment;
    const worker = await Worker.create({ connection, taskQueue: 'half-year', workflowsPath, ...tuning });
    const handle = await client.workflow.start(halfYear, { taskQueue: 'half-year', workflowId: 'half-year' });
    await worker.runUntil(async () => {
      await handle.query(instants);
      const started = performance.now();
      await environment.sleep('184 days');
      passed = await eventually(async () => {
        const seen = await handle.query(instants);
        expect(seen).toHaveLength(2);
        return seen;
      });
      tookMs = performance.now() - started;
    });
    history = historyToJSON(await handle.fetchHistory());
  });
  afterAll(() => environment.teardown());

  test('has waited it after a second of ours', () => {
    const [from = '', to = ''] = passed;
    expect((Date.parse(to) - Date.parse(from)) / 86_400_000).toBeCloseTo(183, 2);
    expect(tookMs).toBeLessThan(30_000);
  });

  test('replays from its history as JSON', async () => {
    await expect(replay({ workflowsPath }, historyFromJSON(JSON.parse(history)))).resolves.toBeUndefined();
  });
});
