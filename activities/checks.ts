import { cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { CheckFailed } from '../src/checks/adapter.ts';
import { checksToAsk } from '../src/db/queries/checks/answers.ts';
import type { CheckCode } from '../src/domain/checks/check.ts';
import { localDate } from '../src/domain/time/dates.ts';
import { askCheck } from '../src/usecases/checks/ask-check.ts';
import type { Dependencies } from './dependencies.ts';
import { withPulse } from './with-pulse.ts';

/** Nothing of an answer is returned, nor whether anything was found: results stay in the history. */
export const checkActivities = (deps: Dependencies) => ({
  checksToAsk: (signalId: string): Promise<CheckCode[]> => checksToAsk(deps.sql, signalId, localDate(new Date().toISOString())),
  /** @throws ApplicationFailure with a code of ours alone, so that the engine asks again: when the other side said, else later each time */
  askCheck: ({ signalId, check }: { signalId: string; check: CheckCode }): Promise<void> =>
    withPulse(async () => {
      try {
        await askCheck(deps, { signalId, check, signal: cancellationSignal() });
      } catch (error) {
        if (!(error instanceof CheckFailed)) throw error;
        const { message, retryAfterMs } = error;
        throw ApplicationFailure.create({ message: `${check} gave no answer: ${message}`, type: 'CheckFailed', ...(retryAfterMs === undefined ? {} : { nextRetryDelay: retryAfterMs }) });
      }
    }),
});
