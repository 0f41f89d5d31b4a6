/** Every history that a new release must be able to replay, one after another, so that only a few are in memory. */
import { readdir, readFile } from 'node:fs/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { historyFromJSON, type History } from '@temporalio/common/lib/proto-utils.js';
import { everyHistory } from '../../src/db/queries/records/case-histories.ts';
import { unpacked } from '../../src/history/archive.ts';
import { workflowIdOf } from '../../src/engine/workflow-ids.ts';
import type { Sources } from '../parts/sources.ts';

/** Recorded lives in this checkout; closed runs that Postgres keeps; runs that a worker will go on with. */
export const places = ['recorded', 'archived', 'running'] as const;
export type Place = (typeof places)[number];

export interface Kept {
  place: Place;
  /** A file, or a workflow's id and run. */
  name: string;
  workflowId: string;
  history: History;
}

export async function* keptHistories(sources: Sources, wanted: readonly Place[]): AsyncGenerator<Kept> {
  if (wanted.includes('recorded')) yield* recorded();
  if (wanted.includes('archived')) yield* archived(sources);
  if (wanted.includes('running')) yield* running(sources);
}

const folder = new URL('../../tests/histories/', import.meta.url);

/** Empty in an installation without the tests. */
async function* recorded(): AsyncGenerator<Kept> {
  const files = await readdir(folder, { recursive: true }).catch((): string[] => []);
  for (const name of files.filter((file) => file.endsWith('.json')).sort()) {
    const history = historyFromJSON(JSON.parse(await readFile(new URL(name, folder), 'utf8')));
    yield { place: 'recorded', name: `tests/histories/${name}`, workflowId: name, history };
  }
}

async function* archived({ sql }: Sources): AsyncGenerator<Kept> {
  for await (const { caseId, runId, history } of everyHistory(sql)) {
    const workflowId = workflowIdOf.case(caseId);
    yield { place: 'archived', name: `${workflowId} run ${runId}`, workflowId, history: await unpacked(history) };
  }
}

async function* running({ temporal, config }: Sources): AsyncGenerator<Kept> {
  const query = `ExecutionStatus = 'Running' AND TaskQueue = '${config.taskQueue}'`;
  for await (const { workflowId, runId } of temporal.workflow.list({ query })) {
    const history = await historyOf(temporal, workflowId, runId);
    if (history !== null) yield { place: 'running', name: `${workflowId} run ${runId}`, workflowId, history };
  }
}

/** Null when the run ended and the engine deleted it after it was listed. */
async function historyOf(temporal: Client, workflowId: string, runId: string): Promise<History | null> {
  try {
    return await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
