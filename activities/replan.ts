import { activityInfo } from '@temporalio/activity';
import { tellAvgRequests } from '../src/usecases/tell-avg-requests.ts';
import { concludeChange, tellAgain, tellChange, tellRounds } from '../src/usecases/tell-change.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** Telling a confirmed change of calendar or policy to all that runs; each can be done again without harm. */
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
        // Not an activity of its own, which running histories do not know.
        await tellAvgRequests(deps, changeId);
      }),
    concludeChange: (input: Parameters<typeof concludeChange>[1]): Promise<void> => withPulse(() => concludeChange(deps.sql, input)),
  };
}
