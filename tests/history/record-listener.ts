/** Runs inside the workflow: passes on what it is about to store. */
import { proxySinks, type Sinks, type WorkflowInterceptorsFactory } from '@temporalio/workflow';
import type { CaseRecord } from '../../src/domain/case/record.ts';

interface RecordSinks extends Sinks {
  records: { made: (records: CaseRecord[]) => void };
}

const { records } = proxySinks<RecordSinks>();

export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleLocalActivity(input, next) {
        if (input.activityType === 'recordCase') records.made(input.args[0] as CaseRecord[]);
        return next(input);
      },
    },
  ],
});
