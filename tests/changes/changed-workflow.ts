import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** A piece of the text of workflows/case.ts, and what a release would make of it. */
export type Edit = readonly [from: string, to: string];

const here = fileURLToPath(new URL('./', import.meta.url));
const original = readFileSync(new URL('../../workflows/case.ts', import.meta.url), 'utf8');

/** The real case workflow with a change in it, as a worker of that release would run it. @throws Error when the text to be changed is not there (any more) */
export async function bundleWith(...edits: Edit[]): Promise<WorkflowBundleWithSourceMap> {
  const folder = mkdtempSync(join(here, 'changed-'));
  try {
    writeFileSync(join(folder, 'case.ts'), moved(edits.reduce(edited, original)));
    return await bundleWorkflowCode({ workflowsPath: join(folder, 'case.ts'), logger: quiet });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function edited(text: string, [from, to]: Edit): string {
  if (text.split(from).length !== 2) throw new Error(`workflows/case.ts does not hold this once: ${from}`);
  return text.replace(from, () => to);
}

/** What it imports lies elsewhere, seen from the new folder. */
const moved = (text: string): string => text.replaceAll("'../", "'../../../").replaceAll("'./contract.ts'", "'../../../workflows/contract.ts'");

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };
