import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/**
 * Keeps the SDK's informational lines out of the test output; call it before anything else of the SDK.
 * @param from the lowest level that is shown; ERROR for tests in which activities fail on purpose
 */
export function quietRuntime(from: 'WARN' | 'ERROR' = 'WARN'): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger(from) });
}
