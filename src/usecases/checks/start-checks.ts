/** Has others asked about signals that wait for triage. */
import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { signalsToCheck } from '../../db/queries/checks/answers.ts';
import { localDate } from '../../domain/time/dates.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import type { Workflows } from '../../../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** The longest pause between two attempts is 30 minutes: a question without one for so long has lost its workflow. */
const QUIET_MS = 7_200_000;
const AT_MOST = 500;

const due = () => {
  const now = Date.now();
  return { today: localDate(new Date(now).toISOString()), quietSince: new Date(now - QUIET_MS).toISOString() };
};

/** Of a case that has come into triage, or got a signal there. A step of a case never waits for this: what fails is started by the next run of `resumeChecks`. */
export async function startChecksOf(deps: Dependencies, caseId: string): Promise<void> {
  try {
    for (const signalId of await signalsToCheck(deps.sql, due(), { caseId, limit: AT_MOST })) await start(deps, signalId);
  } catch {
    return;
  }
}

/** Of all signals about which a check that is on was not asked: also where it was put on later, or a process died before it was asked. */
export async function resumeChecks(deps: Dependencies): Promise<void> {
  for (const signalId of await signalsToCheck(deps.sql, due(), { limit: AT_MOST })) await start(deps, signalId);
}

/** One that runs is left alone. One that has ended is followed by another, which asks what has no answer yet: answers are unique in Postgres. */
async function start({ temporal, config }: Dependencies, signalId: string): Promise<void> {
  await temporal.workflow.start<Workflows['checkWorkflow']>('checkWorkflow', {
    taskQueue: config.taskQueue,
    workflowId: workflowIdOf.check(signalId),
    args: [signalId],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    staticSummary: 'Navragen vóór de triage',
  });
}
