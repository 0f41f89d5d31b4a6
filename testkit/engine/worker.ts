/**
 * Every worker of the tests is made with this. In jest's second project (jest.config.js) it keeps no workflow between two
 * tasks: each task replays the whole history, so that every workflow test is a replay test as well.
 */
import type { Worker, NativeConnection } from '@temporalio/worker';
import type { History } from './histories.ts';
import type { Activities } from '../../activities/index.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { workflowBundle } from './bundle.ts';
import { replay } from './replay.ts';

const { MAX_CACHED_WORKFLOWS } = process.env;
/** The same for a worker process. */
export const tunedEnvironment = MAX_CACHED_WORKFLOWS === undefined ? {} : { MAX_CACHED_WORKFLOWS };
const { TEST_WORKFLOW_BUNDLE } = process.env;
/** The code that is built once a run, for a worker process; one of `npm run bench` builds its own, as in practice. */
export const bundledEnvironment = TEST_WORKFLOW_BUNDLE === undefined ? {} : { WORKFLOW_BUNDLE: TEST_WORKFLOW_BUNDLE };
export const tuning = MAX_CACHED_WORKFLOWS === undefined ? {} : { maxCachedWorkflows: Number(MAX_CACHED_WORKFLOWS) };

interface Options {
  connection: NativeConnection;
  taskQueue: string;
  /** The activities that the test's workflows call. */
  activities: Partial<Activities>;
}

export async function testWorker({ activities, ...where }: Options): Promise<Worker> {
  return createWorker({ namespace: 'default', ...where, activities: activities as Activities, workflowBundle: await workflowBundle(), ...tuning });
}

/** Replays a whole run. In jest's second project this does nothing: its workers replayed the run at each task. */
export async function expectReplays(history: History, workflowId: string): Promise<void> {
  if (tuning.maxCachedWorkflows === undefined) await replay({ workflowBundle: await workflowBundle() }, history, workflowId);
}
