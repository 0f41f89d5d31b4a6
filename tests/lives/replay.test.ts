import { describe, expect, test } from '@jest/globals';
import { workflowBundle } from '../../testkit/bundle.ts';
import { keptHistories } from '../../testkit/histories.ts';
import { replay } from '../../testkit/replay.ts';
import { expectSmall } from './size.ts';

const histories = await keptHistories();

describe('histories of every release replay on the code of today', () => {
  test('there are histories of each life', () => expect(histories.length).toBeGreaterThanOrEqual(20));

  test.each(histories)('$name', async ({ history }) => {
    await replay({ workflowBundle: await workflowBundle() }, history);
  });

  test('a standard life stays under 100 events and 40 KB', () => {
    const standard = histories.filter(({ name }) => name.includes('straight-through'));
    expect(standard.length).toBeGreaterThan(0);
    for (const { history } of standard) expectSmall(history);
  });
});
