import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { readWorkflowBundle } from '../../worker/workflow-bundle.ts';
import { fromGlobalSetup } from '../from-global-setup.ts';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflows' code, built once for the whole run: it takes seconds, and a hundred test files need it. */
export const workflowBundle = () => (bundle ??= readWorkflowBundle(fromGlobalSetup('TEST_WORKFLOW_BUNDLE')));
