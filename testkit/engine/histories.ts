import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';

export type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

const folder = fileURLToPath(new URL('../../tests/histories/', import.meta.url));

/** Keeps a history under tests/histories/<release> when the variable RECORD_HISTORIES names the release. */
export async function recordHistory(name: string, history: History): Promise<void> {
  const release = process.env['RECORD_HISTORIES'];
  if (release === undefined) return;
  await mkdir(`${folder}${release}`, { recursive: true });
  const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-').slice(0, 60)}.json`;
  await writeFile(`${folder}${release}/${file}`, historyToJSON(history));
}

interface Kept {
  name: string;
  history: History;
}

/** The recorded histories of cases, of every release. */
export async function keptLives(): Promise<Kept[]> {
  return (await keptHistories()).filter(({ history }) => typeOf(history) === 'caseWorkflow');
}

export const typeOf = ({ events }: History): string | null | undefined => events?.[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name;

/** Every recorded history, of every release. */
export async function keptHistories(): Promise<Kept[]> {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  return Promise.all(
    files.map(async (name) => ({ name, history: historyFromJSON(JSON.parse(await readFile(folder + name, 'utf8'))) })),
  );
}
