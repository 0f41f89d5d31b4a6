/** Every workflow a worker runs. */
export { archiveWorkflow } from './archive.ts';
export { avgRequestWorkflow } from './avg-request.ts';
export { caseWorkflow } from './case.ts';
export { deliveryWorkflow } from './delivery.ts';
export { mailWorkflow } from './mail.ts';
export { resumeDeliveriesWorkflow } from './resume-deliveries.ts';
export { openRoundWorkflow } from './open-round.ts';
export { replanWorkflow } from './replan.ts';
export { retentionWorkflow } from './retention.ts';
export { roundWorkflow } from './round.ts';
export { sealAuditWorkflow } from './seal-audit.ts';
export { verifyWorkflow } from './verify.ts';
