import { Worker, type NativeConnection, type WorkerOptions, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';
import { checkQueueOf } from '../workflows/contract.ts';
import { bundleWorkflows } from './workflow-bundle.ts';

interface Options {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: Activities;
  /** The bundled workflows; without it they are bundled now. */
  workflowBundle?: WorkflowBundleWithSourceMap | undefined;
  /** How many workflows it keeps in memory between two tasks; undefined: the SDK's default. */
  maxCachedWorkflows?: number | undefined;
}

/** A worker for all workflows and activities; `run()` it, and `shutdown()` lets it finish its current work. */
export async function createWorker({ workflowBundle, maxCachedWorkflows, ...options }: Options): Promise<Worker> {
  const tuning: Partial<WorkerOptions> = maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows };
  return Worker.create({
    ...options,
    ...tuning,
    workflowBundle: workflowBundle ?? (await bundleWorkflows()),
    // After a worker is killed, its workflows wait this long before another worker takes them over; the default is ten times as long.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '10s',
  });
}

/** So many questions to other systems are under way at once in a process: they are not made to answer hundreds when a round is matched. */
const QUESTIONS_AT_ONCE = 8;

/** A worker for the questions to other systems alone, beside that for everything else. */
export function createCheckWorker({ connection, namespace, taskQueue, activities: { askCheck } }: Pick<Options, 'connection' | 'namespace' | 'taskQueue' | 'activities'>): Promise<Worker> {
  return Worker.create({ connection, namespace, taskQueue: checkQueueOf(taskQueue), activities: { askCheck }, maxConcurrentActivityTaskExecutions: QUESTIONS_AT_ONCE, shutdownGraceTime: '10s' });
}
