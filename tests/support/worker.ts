/**
 * Every worker of the tests is made with this. In jest's second project (jest.config.js) it keeps no workflow between two
 * tasks: each task replays the whole history, so that every workflow test is a replay test as well.
 */
import type { NativeConnection, Worker } from '@temporalio/worker';
import type { Activities } from '../../activities/index.ts';
import { createWorker } from '../../worker/create-worker.ts';
import { workflowBundle } from './bundle.ts';

const { MAX_CACHED_WORKFLOWS } = process.env;
/** The same for a worker process. */
export const tunedEnvironment = MAX_CACHED_WORKFLOWS === undefined ? {} : { MAX_CACHED_WORKFLOWS };
export const tuning = MAX_CACHED_WORKFLOWS === undefined ? {} : { maxCachedWorkflows: Number(MAX_CACHED_WORKFLOWS) };

interface Options {
  connection: NativeConnection;
  taskQueue: string;
  /** Those that the test's workflows call. */
  activities: Partial<Activities>;
}

export async function testWorker({ activities, ...where }: Options): Promise<Worker> {
  return createWorker({ namespace: 'default', ...where, activities: activities as Activities, workflowBundle: await workflowBundle(), ...tuning });
}
