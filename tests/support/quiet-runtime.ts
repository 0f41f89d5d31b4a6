import { DefaultLogger, Runtime } from '@temporalio/worker';

let installed = false;

/**
 * Keeps the SDK's own informational lines out of the test output; call it before anything else of the SDK.
 * @param from the lowest level that is shown: ERROR where activities are made to fail
 */
export function quietRuntime(from: 'WARN' | 'ERROR' = 'WARN'): void {
  if (installed) return;
  installed = true;
  Runtime.install({ logger: new DefaultLogger(from) });
}
