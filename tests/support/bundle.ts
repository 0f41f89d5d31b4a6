import { bundleWorkflows } from '../../worker/create-worker.ts';

let bundle: ReturnType<typeof bundleWorkflows> | undefined;

/** The workflows' code, built once for a test file. */
export const workflowBundle = () => (bundle ??= bundleWorkflows());
