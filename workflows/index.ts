/** Every workflow a worker runs. */
export { caseWorkflow } from './case.ts';
export { mailWorkflow } from './mail.ts';
