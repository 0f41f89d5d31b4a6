/**
 *     npm run bundle -- FILE    writes the code of the workflows, for WORKFLOW_BUNDLE of this release's workers
 */
import { keepWorkflowBundle } from '../worker/workflow-bundle.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Name the file to write: npm run bundle -- workflows.json');
  process.exit(1);
}
await keepWorkflowBundle(file);
