import { activityInfo } from '@temporalio/activity';
import type { CaseRecord } from '../src/domain/case/record.ts';
import { startArchiving } from '../src/usecases/archive-case.ts';
import { storeCaseRecord } from '../src/usecases/store-case-record.ts';
import type { Dependencies } from './dependencies.ts';

/** Stores what a case's workflow decided; the same record twice is stored once. A case that closed gets its history kept. */
export const recordCase =
  ({ sql, mail, temporal, config }: Dependencies) =>
  async (records: CaseRecord[]): Promise<void> => {
    for (const record of records) await mail.dispatch(await storeCaseRecord(sql, record));
    const last = records.at(-1)?.state;
    if (last?.phase !== 'closed') return;
    const { workflowExecution: run } = activityInfo();
    if (run !== undefined) await startArchiving(temporal, config.taskQueue, { caseId: last.caseId, runId: run.runId, seq: last.seq });
  };
