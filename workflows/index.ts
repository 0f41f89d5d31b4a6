/** Every workflow a worker runs. */
import { archiveWorkflow } from './archive.ts';
import { avgRequestWorkflow } from './avg-request.ts';
import { breachesWorkflow } from './breaches.ts';
import { caseWorkflow } from './case.ts';
import { checkWorkflow } from './check.ts';
import { complaintWorkflow } from './complaint.ts';
import { dailyOverviewsWorkflow } from './daily.ts';
import { deliveryWorkflow } from './delivery.ts';
import { mailSenderWorkflow, mailWorkflow } from './mail.ts';
import { resumeDeliveriesWorkflow } from './resume-unfinished.ts';
import { openRoundWorkflow } from './open-round.ts';
import { replanWorkflow } from './replan.ts';
import { retentionWorkflow } from './retention.ts';
import { roundWorkflow } from './round.ts';
import { sealAuditWorkflow } from './seal-audit.ts';
import { verifyWorkflow } from './verify.ts';
import { webhookSenderWorkflow } from './webhooks.ts';
import type { Workflows } from './contract.ts';

export { archiveWorkflow, avgRequestWorkflow, breachesWorkflow, caseWorkflow, checkWorkflow, complaintWorkflow, dailyOverviewsWorkflow, deliveryWorkflow, mailSenderWorkflow, mailWorkflow, resumeDeliveriesWorkflow, openRoundWorkflow, replanWorkflow, retentionWorkflow, roundWorkflow, sealAuditWorkflow, verifyWorkflow, webhookSenderWorkflow };

/** Does not compile when a workflow is missing or differs from the contract. */
export type Bodies = Held<{
  archiveWorkflow: typeof archiveWorkflow;
  avgRequestWorkflow: typeof avgRequestWorkflow;
  breachesWorkflow: typeof breachesWorkflow;
  caseWorkflow: typeof caseWorkflow;
  checkWorkflow: typeof checkWorkflow;
  complaintWorkflow: typeof complaintWorkflow;
  dailyOverviewsWorkflow: typeof dailyOverviewsWorkflow;
  deliveryWorkflow: typeof deliveryWorkflow;
  mailSenderWorkflow: typeof mailSenderWorkflow;
  mailWorkflow: typeof mailWorkflow;
  resumeDeliveriesWorkflow: typeof resumeDeliveriesWorkflow;
  openRoundWorkflow: typeof openRoundWorkflow;
  replanWorkflow: typeof replanWorkflow;
  retentionWorkflow: typeof retentionWorkflow;
  roundWorkflow: typeof roundWorkflow;
  sealAuditWorkflow: typeof sealAuditWorkflow;
  verifyWorkflow: typeof verifyWorkflow;
  webhookSenderWorkflow: typeof webhookSenderWorkflow;
}>;
type Held<Each extends Workflows> = Each;
