/** What a workflow's own code gives to `recordCase` when a history is replayed: the yardstick for folding it. */
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { History } from '../../testkit/engine/histories.ts';
import { quietRuntime } from '../../testkit/engine/quiet-runtime.ts';
import { replay } from '../../testkit/engine/replay.ts';

const nothing = () => undefined;
const logger = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };

export function listeningBundle(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('record-listener.ts', import.meta.url))],
    logger,
  });
}

/** The records that the workflow made, in order. */
export async function replayedRecords(workflowBundle: WorkflowBundleWithSourceMap, history: History): Promise<CaseRecord[]> {
  quietRuntime();
  const records: CaseRecord[] = [];
  const sinks = { records: { made: { fn: (_: unknown, made: CaseRecord[]) => void records.push(...made), callDuringReplay: true } } };
  await replay({ workflowBundle, sinks }, history);
  return records;
}
