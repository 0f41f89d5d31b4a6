/** The rows of a case in Postgres, with the columns that follow from a history. */
import type { Db } from '../db/connect.ts';
import { caseRows, countedSignals, deadlineRows, factRows, outboxRows, signalMarks, signalRows, standing, storedCounts, timelineRows, type Counts } from '../db/queries/records/stored-case.ts';
import { writtenCodes } from '../db/queries/records/case-facts.ts';
import type { Written } from '../domain/case/facts.ts';
import type { CaseTables, Rows } from './expected.ts';

export interface StoredCase {
  seq: number;
  phase: string;
  /** Whether the household was just claimed by a reopening whose workflow has not answered yet. */
  isReserved: boolean;
  /** Whether it was anonymised, so that its notes are deleted. */
  isAnonymised: boolean;
  /** Whether any of its signals has been told to its workflow. */
  isPlaced: boolean;
  tables: CaseTables;
  /** The codes of plans and feedback, which are in no history. */
  written: Written;
  /** The totals in the case's row and those of its signals: amounts are in no history. */
  counts: { stored: Counts; counted: Counts };
  /** Signals that their creditor replaced: they no longer count, whatever the workflow decided. */
  replaced: ReadonlySet<string>;
}

/** Null when there is no such case. */
export async function storedCase(db: Db, caseId: string): Promise<StoredCase | null> {
  const row = await standing(db, caseId);
  if (row === null) return null;
  const signals = await signalMarks(db, caseId);
  return {
    ...row,
    counts: { stored: await storedCounts(db, caseId), counted: await countedSignals(db, caseId) },
    isPlaced: signals.some(({ isPlaced }) => isPlaced),
    replaced: new Set(signals.filter(({ isReplaced }) => isReplaced).map(({ id }) => id)),
    tables: {
      cases: byKey(await caseRows(db, caseId), 'id'),
      deadlines: byKey(await deadlineRows(db, caseId), 'id'),
      signals: byKey(await signalRows(db, caseId), 'id'),
      timeline: byKey(await timelineRows(db, caseId), 'key'),
      outbox: byKey(await outboxRows(db, caseId), 'id'),
      case_facts: byKey(await factRows(db, caseId), 'key'),
    },
    written: await writtenCodes(db, caseId),
  };
}

const byKey = (rows: readonly Record<string, unknown>[], key: string): Rows => new Map(rows.map((row) => [String(row[key]), row]));
