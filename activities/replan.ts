import { activityInfo } from '@temporalio/activity';
import { tellAvgRequests } from '../src/usecases/avg-requests/tell-avg-requests.ts';
import { tellComplaints } from '../src/usecases/complaints/tell-complaints.ts';
import { concludeChange, tellAgain, tellChange, tellRounds } from '../src/usecases/planning/tell-change.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** The activities that tell a confirmed change of calendar or policy to running workflows; each can be repeated without harm. */
export function replanActivities(deps: Dependencies) {
  return {
    tellChange: (input: Parameters<typeof tellChange>[1]): ReturnType<typeof tellChange> =>
      withPulse(async () => {
        const { attempt, scheduledTimestampMs } = activityInfo();
        if (attempt > 1) await tellAgain(deps, { changeId: input.changeId, since: new Date(scheduledTimestampMs).toISOString() });
        return tellChange(deps, input);
      }),
    tellRounds: (changeId: string): Promise<void> =>
      withPulse(async () => {
        await tellRounds(deps, changeId);
        // Part of this activity, since running histories do not contain others here.
        await tellAvgRequests(deps, changeId);
        await tellComplaints(deps, changeId);
      }),
    concludeChange: (input: Parameters<typeof concludeChange>[1]): Promise<void> => withPulse(() => concludeChange(deps.sql, input)),
  };
}
