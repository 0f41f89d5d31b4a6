/** The rows that Postgres must have after the steps of a folded history. */
import { caseColumns, deadlineRow, feedbackBySignal, feedbackOf, outboxRows, timelineRows, warningsIn } from '../db/rows/case-record.ts';
import { factRows, numbered } from '../db/queries/records/case-facts.ts';
import type { Written } from '../domain/case/facts.ts';
import type { FoldedCase } from './fold.ts';

/** Rows by key: column → value, as Postgres would return it. */
export type Rows = Map<string, Record<string, unknown>>;

export interface CaseTables {
  cases: Rows;
  deadlines: Rows;
  signals: Rows;
  timeline: Rows;
  outbox: Rows;
  case_facts: Rows;
}
export type TableName = keyof CaseTables;

/** Data of a case that is in Postgres and in no history. */
interface Beside {
  /** The rows of the timeline, for steps from before the known histories. */
  timeline: Rows;
  written: Written;
}

export function expectedTables({ state, records, after }: FoldedCase, { timeline, written }: Beside): CaseTables {
  const never = after === 0 ? { feedbackAt: null, helpAccepted: false } : {};
  const told = records.flatMap(timelineRows);
  const before = ([...timeline.values()] as typeof told).filter(({ seq }) => seq <= after);
  const feedback = records.map(feedbackOf).findLast((found) => found !== null) ?? never;
  return {
    cases: new Map([[state.caseId, { ...caseColumns(state), ...feedback }]]),
    deadlines: expectedDeadlines(records, after === 0),
    signals: expectedSignals(state, records),
    timeline: new Map(told.map((row) => [row.key, row])),
    outbox: new Map(records.flatMap(outboxRows).map((row) => [row.id, row])),
    case_facts: new Map(factRows(state, numbered([...before, ...told]), written).map((row) => [row.key, { ...row }])),
  };
}

/** What its creditor was told last is known of a signal that is still in the case. */
function expectedSignals({ caseId, signals }: FoldedCase['state'], records: FoldedCase['records']): Rows {
  const told = feedbackBySignal(records);
  return new Map(signals.map(({ id, creditorId, roundId, state, reason }) => [id, { caseId, creditorId, roundId, state, reason, ...(state === 'in-case' ? told.get(id) : {}) }]));
}

/** Each deadline as its last step left it. The moment of its last warning is known unless it may be in a run that was not archived. */
function expectedDeadlines(records: FoldedCase['records'], isWhole: boolean): Rows {
  const rows: Rows = new Map();
  const warnings = new Map(records.flatMap((record) => [...warningsIn(record)]));
  for (const { state, deadlines } of records) for (const deadline of deadlines) rows.set(deadline.id, deadlineRow(state, deadline));
  for (const [id, row] of rows) if (isWhole || warnings.has(id)) rows.set(id, { ...row, warnedAt: warnings.get(id) ?? null });
  return rows;
}
