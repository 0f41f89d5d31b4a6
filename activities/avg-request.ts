import { correctPerson, stopForObjection, type Effect } from '../src/usecases/avg-requests/carry-out-avg-request.ts';
import { erasePerson } from '../src/usecases/avg-requests/erase-person.ts';
import type { AvgRecord } from '../src/db/rows/avg-request.ts';
import { storeAvgRequest } from '../src/usecases/avg-requests/store-avg-request.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** The activities of the workflow of a request under the AVG; each can be repeated without harm. */
export function avgRequestActivities(deps: Dependencies) {
  const { sql, mail } = deps;
  return {
    storeAvgRequest: async (record: AvgRecord): Promise<void> => mail.dispatch(await storeAvgRequest(sql, record)),
    correctPerson: (effect: Effect): Promise<void> => withPulse(async () => mail.dispatch(await correctPerson(deps, effect))),
    stopForObjection: (effect: Effect): Promise<void> => withPulse(() => stopForObjection(deps, effect)),
    erasePerson: (effect: Effect): Promise<void> => withPulse(async () => mail.dispatch(await erasePerson(deps, effect))),
  };
}
