import { describe, expect, test } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { workflowBundle } from '../support/bundle.ts';
import { keptHistories } from '../support/histories.ts';

const histories = await keptHistories();

describe('histories of every release replay on the code of today', () => {
  test('there are histories of each life', () => expect(histories.length).toBeGreaterThanOrEqual(20));

  test.each(histories)('$name', async ({ history }) => {
    await Worker.runReplayHistory({ workflowBundle: await workflowBundle() }, history);
  });

  test('a standard life stays under 100 events and 40 KB', () => {
    const standard = histories.filter(({ name }) => name.includes('straight-through'));
    expect(standard.length).toBeGreaterThan(0);
    for (const { history } of standard) {
      expect(history.events?.length).toBeLessThan(100);
      expect(Buffer.byteLength(JSON.stringify(JSON.parse(historyToJSON(history))))).toBeLessThan(40_960);
    }
  });
});
