import { activityInfo } from '@temporalio/activity';
import { noteClosedRun } from '../src/db/queries/records/case-histories.ts';
import type { CaseRecord } from '../src/domain/case/record.ts';
import { startChecksOf } from '../src/usecases/checks/start-checks.ts';
import { storeCaseRecord } from '../src/usecases/records/store-case-record.ts';
import type { Dependencies } from './dependencies.ts';

/** Stores a step of a case's workflow; a record that comes twice is stored once. A run that closes its case is noted, so that its history is archived. */
export const recordCase =
  (deps: Dependencies) =>
  async (records: CaseRecord[]): Promise<void> => {
    const { sql, mail } = deps;
    for (const record of records) await mail.dispatch(await storeCaseRecord(sql, record));
    const last = records.at(-1)?.state;
    if (last?.phase === 'triage') await startChecksOf(deps, last.caseId);
    const { workflowExecution: run } = activityInfo();
    if (last?.phase === 'closed' && run !== undefined) await noteClosedRun(sql, { caseId: last.caseId, runId: run.runId });
  };
