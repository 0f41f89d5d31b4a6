import { randomBytes } from 'node:crypto';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { fromGlobalSetup } from '../from-global-setup.ts';
import { quietRuntime } from './quiet-runtime.ts';

/** host:port of the real dev server that all test files of this run share; its namespace is `default`. */
export function devServerAddress(): string {
  return fromGlobalSetup('TEST_TEMPORAL_ADDRESS');
}

/**
 * Connections to that server, for listing, schedules and worker restarts; call `teardown()` afterwards. Other test
 * files use the same namespace at the same time: take workflow ids and task queues from uniqueName().
 */
export function devServer(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return TestWorkflowEnvironment.createFromExistingServer({ address: devServerAddress(), namespace: 'default' });
}

/** A name that no other test uses, for task queues and workflow ids. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString('hex')}`;
}
