import { systemActor } from '../src/domain/case/commands.ts';
import type { Instant } from '../src/domain/time/dates.ts';
import { monthAt, type RoundRules } from '../src/domain/rounds/round.ts';
import { applyMatchList } from '../src/usecases/rounds/apply-match-list.ts';
import { concludeRound } from '../src/usecases/rounds/conclude-round.ts';
import { makeMatchList } from '../src/usecases/rounds/make-match-list.ts';
import { openRound } from '../src/usecases/rounds/open-round.ts';
import { startApplying } from '../src/usecases/rounds/start-applying.ts';
import { storeRoundClosing } from '../src/usecases/rounds/store-round-closing.ts';
import { storeRoundDeadline, type RoundDeadlineRecord } from '../src/usecases/rounds/store-round-deadline.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

type Input<UseCase extends (first: never, input: never, ...rest: never[]) => unknown> = Parameters<UseCase>[1];

/** The activities of a round's workflow, in Postgres and in the cases; each can be repeated without harm. */
export function roundActivities(deps: Dependencies) {
  const { sql, mail } = deps;
  return {
    /** Opens the round that takes deliveries at that moment. @returns its id */
    openCurrentRound: async ({ regionId, at }: { regionId: string; at: Instant }): Promise<string> => {
      const actor = { ...systemActor, municipalityCode: null, teamId: null, creditorId: null };
      const { id } = await openRound(deps, actor, { regionId, month: monthAt(at), at });
      return id;
    },
    storeRoundClosing: (input: Input<typeof storeRoundClosing>): Promise<RoundRules> => storeRoundClosing(sql, input),
    storeRoundDeadline: async (record: RoundDeadlineRecord): Promise<void> => mail.dispatch(await storeRoundDeadline(sql, record)),
    makeMatchList: (input: Input<typeof makeMatchList>): Promise<void> => withPulse(async () => mail.dispatch(await makeMatchList(deps, input))),
    startApplying: (input: Input<typeof startApplying>): Promise<boolean> => startApplying(sql, input),
    applyMatchList: (input: Input<typeof applyMatchList>): Promise<{ left: number }> => withPulse(() => applyMatchList(deps, input)),
    concludeRound: (input: Input<typeof concludeRound>): Promise<void> => withPulse(async () => mail.dispatch(await concludeRound(sql, input))),
  };
}
