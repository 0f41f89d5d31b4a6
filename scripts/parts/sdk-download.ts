import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable } from './cache.ts';

/** Where the Temporal SDK fetches its programs from. */
const source = 'https://temporal.download/';

/**
 * Lets the Temporal SDK fetch one of its programs into `folder`. Where that site cannot be reached this gives up
 * within three seconds, since there are other ways to get the program.
 * @returns its path, or undefined when it could not be had.
 */
export async function downloadWithSdk(program: 'dev-server' | 'test-server', folder: string): Promise<string | undefined> {
  const found = programIn(folder);
  if (found !== undefined) return found;
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(3_000) });
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, downloadDir: folder } };
    const environment = await (program === 'dev-server'
      ? TestWorkflowEnvironment.createLocal({ server })
      : TestWorkflowEnvironment.createTimeSkipping({ server }));
    await environment.teardown();
  } catch {
    return undefined;
  }
  return programIn(folder);
}

/** The SDK gives the file a name of its own, with versions in it: the one executable file there is the program. */
function programIn(folder: string): string | undefined {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .find((path) => statSync(path).isFile() && isExecutable(path));
}
