/** Every workflow a worker runs. */
export { caseWorkflow } from './case.ts';
