import type { Client } from '@temporalio/client';
import { replanId } from '../../domain/case/replan.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  temporal: Client;
  config: { taskQueue: string };
}

/** Starts the telling of a confirmed change; one that runs is left alone. */
export async function startReplanning({ temporal, config }: Dependencies, changeId: string): Promise<void> {
  await temporal.workflow.start<Workflows['replanWorkflow']>('replanWorkflow', {
    workflowId: replanId(changeId),
    taskQueue: config.taskQueue,
    args: [changeId],
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: 'USE_EXISTING',
    staticSummary: 'Een wijziging van kalender of beleid gaat naar elke lopende zaak',
  });
}
