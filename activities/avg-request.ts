import { correctPerson, stopForObjection, type Effect } from '../src/usecases/carry-out-avg-request.ts';
import { erasePerson } from '../src/usecases/erase-person.ts';
import { storeAvgRequest, type AvgRecord } from '../src/usecases/store-avg-request.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** What the workflow of a request under the AVG has done; each can be done again without harm. */
export function avgRequestActivities(deps: Dependencies) {
  const { sql, mail } = deps;
  return {
    storeAvgRequest: async (record: AvgRecord): Promise<void> => mail.dispatch(await storeAvgRequest(sql, record)),
    correctPerson: (effect: Effect): Promise<void> => withPulse(() => correctPerson(deps, effect)),
    stopForObjection: (effect: Effect): Promise<void> => withPulse(() => stopForObjection(deps, effect)),
    erasePerson: (effect: Effect): Promise<void> => withPulse(() => erasePerson(deps, effect)),
  };
}
