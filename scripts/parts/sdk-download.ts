import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isExecutable } from './cache.ts';

/** The site from which the Temporal SDK fetches its programs. */
const source = 'https://temporal.download/';

export type SdkProgram = 'dev-server' | 'test-server';

/**
 * Lets the Temporal SDK fetch a release of one of its programs into `folder`. When its site cannot be reached this
 * gives up within three seconds, since there are other ways to get the program.
 * @returns its path, or undefined when the download failed.
 */
export async function downloadWithSdk(program: SdkProgram, version: string, folder: string): Promise<string | undefined> {
  try {
    await fetch(source, { method: 'HEAD', signal: AbortSignal.timeout(3_000) });
    const { TestWorkflowEnvironment } = await import('@temporalio/testing');
    const server = { executable: { type: 'cached-download' as const, version: `v${version}`, downloadDir: folder } };
    const environment = await (program === 'dev-server'
      ? TestWorkflowEnvironment.createLocal({ server })
      : TestWorkflowEnvironment.createTimeSkipping({ server }));
    await environment.teardown();
  } catch {
    return undefined;
  }
  return downloadedIn(folder);
}

/** The SDK puts versions into the file's name, so the program is found as the only executable file in the folder. */
export function downloadedIn(folder: string): string | undefined {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .find((path) => statSync(path).isFile() && isExecutable(path));
}
