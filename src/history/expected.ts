/** What must stand in Postgres after the steps of a folded history. */
import { caseColumns, deadlineRow, feedbackOf, outboxRows, timelineRows } from '../usecases/case-record-rows.ts';
import type { FoldedCase } from './fold.ts';

/** A row by its key: column → value, as Postgres would give it. */
export type Rows = Map<string, Record<string, unknown>>;

export interface CaseTables {
  cases: Rows;
  deadlines: Rows;
  signals: Rows;
  timeline: Rows;
  outbox: Rows;
}
export type TableName = keyof CaseTables;

export function expectedTables({ state, records, after }: FoldedCase): CaseTables {
  const never = after === 0 ? { feedbackAt: null, helpAccepted: false } : {};
  const feedback = records.map(feedbackOf).findLast((found) => found !== null) ?? never;
  return {
    cases: new Map([[state.caseId, { ...caseColumns(state), ...feedback }]]),
    deadlines: expectedDeadlines(records),
    signals: new Map(state.signals.map(({ id, creditorId, roundId, state: signalState, reason }) => [id, { caseId: state.caseId, creditorId, roundId, state: signalState, reason }])),
    timeline: new Map(records.flatMap(timelineRows).map((row) => [row.key, row])),
    outbox: new Map(records.flatMap(outboxRows).map((row) => [row.id, row])),
  };
}

/** Each as its last step left it; one that warned once has warned. */
function expectedDeadlines(records: FoldedCase['records']): Rows {
  const rows: Rows = new Map();
  for (const { state, deadlines } of records) {
    for (const deadline of deadlines) {
      const row = deadlineRow(state, deadline);
      rows.set(row.id, { ...row, warned: row.warned || rows.get(row.id)?.['warned'] === true });
    }
  }
  return rows;
}
