import { describe, expect, test } from '@jest/globals';
import * as workflows from '../../workflows/index.ts';
import { workflowBundle } from '../../testkit/engine/bundle.ts';
import { keptHistories, typeOf } from '../../testkit/engine/histories.ts';
import { replay } from '../../testkit/engine/replay.ts';
import { expectSmall } from '../lives/size.ts';

const histories = await keptHistories();

/** Histories of these are recorded with the release that brings them, 0.3.0. */
const newSinceRelease = ['mailSenderWorkflow', 'webhookSenderWorkflow', 'checkWorkflow', 'complaintWorkflow', 'breachesWorkflow', 'dailyOverviewsWorkflow'];

describe('histories of every release replay on the code of today', () => {
  test('there are histories of each life and of each other workflow', () => {
    expect(histories.length).toBeGreaterThanOrEqual(60);
    expect(new Set(histories.map(({ history }) => typeOf(history)))).toEqual(new Set(Object.keys(workflows).filter((name) => !newSinceRelease.includes(name))));
  });

  test.each(histories)('$name', async ({ history }) => {
    await replay({ workflowBundle: await workflowBundle() }, history);
  });

  test('a standard life stays under 100 events and 40 KB', () => {
    const standard = histories.filter(({ name }) => name.includes('straight-through'));
    expect(standard.length).toBeGreaterThan(0);
    for (const { history } of standard) expectSmall(history);
  });
});
