/**
 * The worked example of docs/changing-workflows.md. The change: a case that has closed rests for an hour before its run
 * ends, so that who closed it by mistake can open it again in the same run.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { replay } from '../../scripts/replay/replay.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import { engineLife } from '../lives/engine-life.ts';
import { matched } from '../lives/life.ts';
import { workflowBundle } from '../../testkit/engine/bundle.ts';
import { keptLives, type History } from '../../testkit/engine/histories.ts';
import { quietRuntime } from '../../testkit/engine/quiet-runtime.ts';
import { timeSkippingEnvironment } from '../../testkit/engine/time-skipping.ts';
import { tuning } from '../../testkit/engine/worker.ts';
import { bundleWith, type Edit } from './changed-workflow.ts';

jest.setTimeout(120_000);

const imports: Edit = ['condition, patched,', 'condition, deprecatePatch, patched,'];
const loop: Edit = ['while (!isClosed() || !isDone()) {', 'while (!isClosed() || !isDone() || (await opensWithinTheHour())) {'];
const rest = (body: string): Edit => ['  const isClosed = () =>', `  const opensWithinTheHour = async () => ${body};\n  const isClosed = () =>`];
const anHour = "condition(() => !isClosed(), '1 hour')";

const releases = {
  unguarded: [loop, rest(anHour)],
  guarded: [imports, loop, rest(`patched('rest-an-hour') && ${anHour}`)],
  deprecated: [imports, loop, rest(`{ deprecatePatch('rest-an-hour'); return ${anHour}; }`)],
  /** The same hour, told otherwise: the engine has the timer already, and its length is not compared. */
  'with another length of a timer': [['Date.parse(next) - Date.now())', 'Date.parse(next) - Date.now() + 1)']],
} satisfies Record<string, Edit[]>;
type Release = keyof typeof releases;

quietRuntime('ERROR');
const bundles = new Map<Release, WorkflowBundleWithSourceMap>();
const bundleOf = async (release: Release): Promise<WorkflowBundleWithSourceMap> => {
  const bundle = bundles.get(release) ?? (await bundleWith(...releases[release]));
  bundles.set(release, bundle);
  return bundle;
};

const before = await keptLives();
const hasEnded = (history: History): boolean => history.events?.at(-1)?.workflowExecutionCompletedEventAttributes != null;

async function brokenBy(bundle: WorkflowBundleWithSourceMap, histories: readonly { name: string; history: History }[]) {
  const kept = async function* () {
    for (const { name, history } of histories) yield await Promise.resolve({ place: 'recorded' as const, name, workflowId: name, history });
  };
  return (await replay(bundle, kept())).broken;
}

describe('a change of the workflow under running cases', () => {
  let env: TestWorkflowEnvironment;
  beforeAll(async () => {
    env = await timeSkippingEnvironment();
  });
  afterAll(() => env.teardown());

  /** A case closed by mistake and opened again at once; how many runs it took, and the history of the first. */
  async function closedAndOpened(bundle: WorkflowBundleWithSourceMap, caseId: string): Promise<{ runs: number; history: History }> {
    const stored = new Map<string, CaseRecord[]>();
    const recordCase = (records: CaseRecord[]) => Promise.resolve(void stored.set(caseId, [...(stored.get(caseId) ?? []), ...records]));
    const worker = await Worker.create({ connection: env.nativeConnection, namespace: 'default', taskQueue: caseId, workflowBundle: bundle, activities: { recordCase }, ...tuning });
    return worker.runUntil(async () => {
      const life = engineLife(env, caseId, caseId, stored);
      await matched(life);
      const first = (await life.handle.describe()).runId;
      await life.act('close', { because: 'paid' }, 'project-leader');
      await life.act('reopen', { to: 'triage' }, 'project-leader');
      await life.act('close', { because: 'paid' }, 'project-leader');
      const last = (await life.handle.describe()).runId;
      await env.sleep('2 hours');
      const history = await env.client.workflow.getHandle(life.handle.workflowId, first).fetchHistory();
      return { runs: first === last ? 1 : 2, history };
    });
  }

  test('there are histories of before: of cases that closed, and of cases that run', () => {
    expect(before.filter(({ history }) => hasEnded(history)).length).toBeGreaterThan(5);
    expect(before.filter(({ history }) => !hasEnded(history)).length).toBeGreaterThan(5);
  });

  test('without patched() breaks every case of before that comes to the changed place, and says why', async () => {
    const broken = await brokenBy(await bundleOf('unguarded'), before);
    expect(broken.map(({ name }) => name)).toEqual(before.filter(({ history }) => hasEnded(history)).map(({ name }) => name));
    for (const { why } of broken) expect(why).toMatch(/[Nn]ondeterminism/);
  });

  test('with patched() breaks none: cases of before go the old way, new ones the new', async () => {
    const guarded = await bundleOf('guarded');
    expect(await brokenBy(guarded, before)).toEqual([]);
    const [old, now] = [await closedAndOpened(await workflowBundle(), 'change-before'), await closedAndOpened(guarded, 'change-after')];
    expect([old.runs, now.runs]).toEqual([2, 1]);
    expect(await brokenBy(guarded, [{ name: 'old', history: old.history }, { name: 'now', history: now.history }])).toEqual([]);
  });

  test('may be deprecated once no case of before is left, and removed once none is left from before the deprecation', async () => {
    const [unguarded, guarded, deprecated] = [await bundleOf('unguarded'), await bundleOf('guarded'), await bundleOf('deprecated')];
    const ofGuarded = { name: 'of guarded', history: (await closedAndOpened(guarded, 'change-guarded')).history };
    const ofDeprecated = { name: 'of deprecated', history: (await closedAndOpened(deprecated, 'change-deprecated')).history };
    const closedBefore = before.filter(({ history }) => hasEnded(history)).map(({ name }) => name);
    const names = async (bundle: WorkflowBundleWithSourceMap) => (await brokenBy(bundle, [...before, ofGuarded, ofDeprecated])).map(({ name }) => name);
    expect(await names(deprecated)).toEqual(closedBefore);
    // Removed: the new way alone, which is the text of the unguarded one.
    expect(await names(unguarded)).toEqual([...closedBefore, 'of guarded']);
  });

  test('that no history records needs no guard, such as the length of a timer', async () => {
    expect(await brokenBy(await bundleOf('with another length of a timer'), before)).toEqual([]);
  });
});
