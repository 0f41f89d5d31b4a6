/** Replay of the kept histories on the code of today, against reading their JSON. */
import { readdir, readFile } from 'node:fs/promises';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { keptHistories, type History } from '../testkit/engine/histories.ts';
import { bundleWorkflows } from '../worker/workflow-bundle.ts';
import { inTurn, secondsOf, type Chapter } from './support/figure.ts';
import type { Size } from './support/options.ts';
import type { Servers } from './support/servers.ts';

export async function replay(_: Servers, { quick }: Size): Promise<Chapter> {
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const kept = await keptHistories();
  const events = kept.reduce((sum, { history }) => sum + (history.events?.length ?? 0), 0);
  const workflowBundle = await bundleWorkflows();
  const replayAll = async () => {
    for await (const { error, workflowId } of Worker.runReplayHistories({ workflowBundle }, entries(kept))) {
      if (error !== undefined) throw new Error(`${workflowId} does not replay`, { cause: error });
    }
  };
  await replayAll();
  const pairs = await inTurn(quick ? 1 : 5, async () => kept.length / (await secondsOf(replayAll)), async () => kept.length / (await secondsOf(readAll)));
  return {
    title: 'Replay of kept histories',
    how: `The ${kept.length} histories of tests/histories (${events.toLocaleString('en')} events), each the life of a case, replayed one after the other by one worker; the floor reads their files and parses the JSON.`,
    figures: [
      { what: 'cases', unit: 'a second', against: 'reading their JSON', pairs },
      { what: 'events', unit: 'a second', against: 'reading their JSON', pairs: pairs.map(({ ours, floor }) => ({ ours: (ours * events) / kept.length, floor: (floor * events) / kept.length })) },
    ],
    follows: 'What a worker without a case in its cache pays before it can take the next step, and what `npm run replay` takes for each case that is kept.',
  };
}

function* entries(kept: readonly { name: string; history: History }[]) {
  for (const { name, history } of kept) yield { workflowId: name, history };
}

const folder = new URL('../tests/histories/', import.meta.url);

async function readAll(): Promise<void> {
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.json')) JSON.parse(await readFile(new URL(file, folder), 'utf8'));
  }
}
