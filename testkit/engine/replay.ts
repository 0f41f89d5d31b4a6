import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import type { History } from './histories.ts';

/**
 * Replays a history in this process, and undoes what the SDK leaves behind: a replay hooks into every promise of the process, to
 * keep stack traces of workflows, and never unhooks. Each later test file of the same jest process would then run several times
 * slower and keep this file's modules in memory.
 * @throws DeterminismViolationError when today's workflows differ from the history
 */
export async function replay(options: ReplayWorkerOptions, history: History, workflowId?: string): Promise<void> {
  await Worker.runReplayHistory(options, history, workflowId).finally(() => globalHandlers.uninstall());
}
