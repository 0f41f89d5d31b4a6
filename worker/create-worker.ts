import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, Worker, type NativeConnection, type WorkerOptions, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Activities } from '../activities/index.ts';

interface Options {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: Activities;
  /** Built ahead of time where one process makes several workers. */
  workflowBundle?: WorkflowBundleWithSourceMap;
  /** How many it keeps between two tasks; undefined leaves it to the SDK. */
  maxCachedWorkflows?: number | undefined;
}

/** Builds the code of all workflows, once for as many workers as wanted. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('../workflows/index.ts'),
    logger: quiet,
    webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, alias: Object.assign({}, config.resolve?.alias, { zod$: pathOf('./no-schemas.ts') }) } }),
  });
}

/** A worker for all workflows and activities; `run()` it, and `shutdown()` lets it finish what it has in hand. */
export async function createWorker({ workflowBundle, maxCachedWorkflows, ...options }: Options): Promise<Worker> {
  const tuning: Partial<WorkerOptions> = maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows };
  return Worker.create({
    ...options,
    ...tuning,
    workflowBundle: workflowBundle ?? (await bundleWorkflows()),
    // A killed worker costs this much silence before another takes its workflows over; the default is ten times as long.
    stickyQueueScheduleToStartTimeout: '1s',
    shutdownGraceTime: '10s',
  });
}

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };
