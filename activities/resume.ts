import { finishHandOvers } from '../src/usecases/administration/hand-over-work.ts';
import { releaseAbandoned } from '../src/usecases/cases/release-abandoned.ts';
import { resumeChecks } from '../src/usecases/checks/start-checks.ts';
import { resumeAvgRequests } from '../src/usecases/avg-requests/start-avg-request.ts';
import { resumeComplaints } from '../src/usecases/complaints/start-complaint.ts';
import { resumeDeliveries } from '../src/usecases/deliveries/resume-deliveries.ts';
import { finishJoinings } from '../src/usecases/signals/join-household.ts';
import { resumeChanges } from '../src/usecases/planning/tell-change.ts';
import { secondsToNextMessage } from '../src/db/queries/outreach/webhooks.ts';
import { wakeWebhookSender } from '../src/engine/webhook-sender.ts';
import type { Dependencies } from './dependencies.ts';

/** Continues work that a process left unfinished when it died: deliveries, reopenings, changes of the calendar, requests under the AVG, complaints, work of who left, joinings of households, questions to others about signals, messages to creditors' systems. */
export const resumeUnfinished =
  (deps: Dependencies) =>
  async (): Promise<void> => {
    await resumeDeliveries(deps);
    await releaseAbandoned(deps);
    await resumeChanges(deps);
    await resumeAvgRequests(deps);
    await resumeComplaints(deps);
    await finishHandOvers(deps);
    await finishJoinings(deps);
    await resumeChecks(deps);
    if ((await secondsToNextMessage(deps.sql, new Date().toISOString())) === 0) await wakeWebhookSender(deps.temporal, deps.config.taskQueue);
  };
