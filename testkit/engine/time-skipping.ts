import { ServiceError } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { fromGlobalSetup } from '../from-global-setup.ts';
import { quietRuntime } from './quiet-runtime.ts';

/**
 * A Temporal server in which months pass in milliseconds; call its `teardown()` afterwards. It cannot list or count
 * workflows and has no schedules: use devServer() for those. Take one for each test file, and move time with
 * `sleep()`: awaiting a result may leap to a run's time-out.
 */
export function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: fromGlobalSetup('TEMPORAL_TEST_SERVER_PATH') } },
  });
}

/** Whether the error means that this server lost the answer of an update-with-start; it does so when the run ends at once. */
export const isAnswerLost = (error: unknown): boolean => error instanceof ServiceError && error.message === 'Update-With-Start failed';
