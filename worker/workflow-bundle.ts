/** The code of all workflows as one text, which each worker runs in a room of its own. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';

/** Builds it, which takes a processor some seconds: once for as many workers as wanted. */
export function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: pathOf('../workflows/index.ts'),
    logger: quiet,
    webpackConfigHook: (config) => ({ ...config, resolve: { ...config.resolve, alias: Object.assign({}, config.resolve?.alias, { zod$: pathOf('./no-schemas.ts') }) } }),
  });
}

/** Keeps it for worker processes of this release; of another, their cases would stop at the first step that differs. */
export async function keepWorkflowBundle(file: string): Promise<void> {
  await writeFile(file, JSON.stringify(await bundleWorkflows()));
}

/** As `keepWorkflowBundle` wrote it. */
export const readWorkflowBundle = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as WorkflowBundleWithSourceMap;

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const nothing = () => undefined;
const quiet = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: console.warn, error: console.error };
