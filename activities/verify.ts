import { heartbeat } from '@temporalio/activity';
import { verifyTonight } from '../src/usecases/records/verify-tonight.ts';
import type { Dependencies } from './dependencies.ts';

/** The nightly self-check. */
export const verifyActivities = (deps: Dependencies) => ({
  /** @returns how many differences there were */
  verifyTonight: async (): Promise<number> => {
    const { differences, outboxIds } = await verifyTonight(deps, () => heartbeat());
    await deps.mail.dispatch(outboxIds);
    return differences;
  },
});
