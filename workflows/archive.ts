import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';

const { archiveRun } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5 minutes' },
});

/** Keeps the history of a run of a case that is ending, for when the engine has forgotten it. */
export async function archiveWorkflow(run: { caseId: string; runId: string }): Promise<'archived' | 'open' | 'forgotten'> {
  return archiveRun(run);
}
