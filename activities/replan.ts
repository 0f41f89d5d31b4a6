import { heartbeat } from '@temporalio/activity';
import { concludeChange, tellChange, tellRounds } from '../src/usecases/tell-change.ts';
import type { Dependencies } from './dependencies.ts';

const PULSE_MS = 2_000;

/** Telling a confirmed change of calendar or policy to all that runs; each can be done again without harm. */
export function replanActivities(deps: Dependencies) {
  return {
    tellChange: async (input: Parameters<typeof tellChange>[1]): ReturnType<typeof tellChange> => {
      // Also while cases are slow to answer, so that silence means a dead worker.
      const pulse = setInterval(() => heartbeat(), PULSE_MS);
      return tellChange(deps, input).finally(() => clearInterval(pulse));
    },
    tellRounds: (changeId: string): Promise<void> => tellRounds(deps, changeId),
    concludeChange: (input: Parameters<typeof concludeChange>[1]): Promise<void> => concludeChange(deps.sql, input),
  };
}
