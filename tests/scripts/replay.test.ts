import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { run } from '../../scripts/parts/run.ts';
import { historiesOf, insertHistory } from '../../src/db/queries/records/case-histories.ts';
import { packed, unpacked } from '../../src/history/archive.ts';
import { startApi, type TestApi } from '../../testkit/api.ts';
import { devServerAddress } from '../../testkit/engine/dev-server.ts';
import { uniqueName } from '../../testkit/engine/dev-server.ts';
import { eventually } from '../../testkit/eventually.ts';
import { keys } from '../../testkit/data/keys.ts';

jest.setTimeout(120_000);

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  await api.startWorker();
});
afterAll(() => api.stop());

async function replayed(...args: string[]) {
  const env = { PATH: process.env['PATH'], DATABASE_URL: api.databaseUrl, ...keys, TEMPORAL_ADDRESS: devServerAddress(), TASK_QUEUE: api.taskQueue };
  return run(process.execPath, ['--import', 'tsx', 'scripts/replay.ts', ...args], { env });
}

describe('npm run replay', () => {
  test('replays what was recorded, what is archived and what runs, and names the case that would break, and why', async () => {
    await api.caseInTriage();
    const { id } = await api.caseInTriage();
    await api.call('projectleider', 'POST', `/api/v1/cases/${id}/close`, { because: 'paid', reason: 'Betaald.' });
    await eventually(async () => {
      await api.environment.client.workflow.execute('archiveWorkflow', { taskQueue: api.taskQueue, workflowId: uniqueName('archive') });
      expect(await historiesOf(api.sql, id)).toHaveLength(1);
    }, 50_000);
    await eventually(async () => expect((await replayed('--only', 'running', '--json')).output).toContain('"running": 1'), 60_000);

    const all = await replayed();
    expect(all.output).toMatch(/✓ \d+ histories replay on this code: \d\d recorded, 1 archived, 1 running/);
    expect(all.code).toBe(0);

    // As a release that stored nothing would have left it.
    const [kept] = await historiesOf(api.sql, id);
    if (kept === undefined) throw new Error('nothing is kept');
    const { events = [] } = await unpacked(kept.history);
    const other = await packed({ events: events?.map((event) => (event.markerRecordedEventAttributes == null ? event : { ...event, markerRecordedEventAttributes: { ...event.markerRecordedEventAttributes, markerName: 'other' } })) ?? [] });
    await insertHistory(api.sql, id, { ...kept, ...other, runId: 'of-another-release' });
    const broken = await replayed('--only', 'archived');
    expect(broken.output).toMatch(new RegExp(`archived  case-${id} run of-another-release: .*[Nn]ondeterminism`));
    expect(broken.output).toContain('✗ 1 of 2 histories would break on this code');
    expect(broken.code).toBe(1);
  });

  test('says what it does not know', async () => {
    const { output, code } = await replayed('--only', 'yesterday');
    expect([output.includes('--only takes recorded, archived, running'), code]).toEqual([true, 1]);
  });
});
