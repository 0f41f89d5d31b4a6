import { archiveActivities } from './archive.ts';
import { avgRequestActivities } from './avg-request.ts';
import { breachActivities } from './breaches.ts';
import { checkActivities } from './checks.ts';
import { complaintActivities } from './complaint.ts';
import { closeDelivery, placeDelivery, placeWaiting, storeRows } from './deliver.ts';
import { dailyActivities } from './daily.ts';
import type { Dependencies } from './dependencies.ts';
import { recordCase } from './record-case.ts';
import { replanActivities } from './replan.ts';
import { resumeUnfinished } from './resume.ts';
import { retentionActivities } from './retention.ts';
import { roundActivities } from './round.ts';
import { sealAuditActivities } from './seal-audit.ts';
import { mailActivities } from './send-mail.ts';
import { webhookActivities } from './send-webhooks.ts';
import { verifyActivities } from './verify.ts';
import { withoutValues } from './without-values.ts';

/** All activities of the worker, with what they need. */
export function createActivities(dependencies: Dependencies) {
  return withoutValues({
    recordCase: recordCase(dependencies),
    ...archiveActivities(dependencies),
    ...verifyActivities(dependencies),
    ...roundActivities(dependencies),
    ...replanActivities(dependencies),
    ...avgRequestActivities(dependencies),
    ...breachActivities(dependencies),
    ...checkActivities(dependencies),
    ...complaintActivities(dependencies),
    ...retentionActivities(dependencies),
    storeRows: storeRows(dependencies),
    placeDelivery: placeDelivery(dependencies),
    placeWaiting: placeWaiting(dependencies),
    closeDelivery: closeDelivery(dependencies),
    resumeDeliveries: resumeUnfinished(dependencies),
    ...sealAuditActivities(dependencies),
    ...mailActivities(dependencies),
    ...webhookActivities(dependencies),
    ...dailyActivities(dependencies),
  });
}

export type Activities = ReturnType<typeof createActivities>;
