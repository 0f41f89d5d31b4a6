import { ServiceError } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { fromGlobalSetup } from './from-global-setup.ts';
import { quietRuntime } from './quiet-runtime.ts';

/**
 * A Temporal server in which months pass in milliseconds; call its `teardown()` afterwards. It cannot list or count
 * workflows and has no schedules: use devServer() for those. Take one for each test file, and move time with
 * `sleep()`: awaiting a result may leap to a run's time-out.
 */
export function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return started(STARTS);
}

/** The SDK gives the server five seconds, and a Java process on a busy machine may need more. */
const STARTS = 4;

async function started(triesLeft: number): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: fromGlobalSetup('TEMPORAL_TEST_SERVER_PATH') } },
    });
  } catch (error) {
    if (triesLeft === 1) throw error;
    return started(triesLeft - 1);
  }
}

/** Whether this server lost the answer of an update-with-start: it does when the run has ended by then. */
export const isAnswerLost = (error: unknown): boolean => error instanceof ServiceError && error.message === 'Update-With-Start failed';
