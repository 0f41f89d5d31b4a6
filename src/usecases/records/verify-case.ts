import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { differencesOf, type Difference } from '../../history/compare.ts';
import { factsOf, Unfoldable } from '../../history/events.ts';
import { foldRuns, type FoldedCase } from '../../history/fold.ts';
import { judgeable } from '../../history/judge.ts';
import { runsOf, type CaseRun } from '../../history/runs.ts';
import { storedCase, type StoredCase } from '../../history/stored.ts';

export interface Sources {
  sql: Sql;
  temporal: Client;
}

/** Both sides are read one after the other: a difference because of a step that is just being stored has disappeared a moment later. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 700;
/** A step takes milliseconds; a step that takes this long is stuck, and only the self-check reports it. */
const STUCK_AFTER_MS = 15 * 60_000;

interface Verdict {
  differences: Difference[];
  /** A step was on its way at every look: that step was not judged. */
  isInFlight: boolean;
}

/**
 * Compares everything that Postgres holds of a case with its histories.
 * @returns what differs, and still did at a second and third look; nothing for a case that is not there, or that its
 * workflow has not heard of yet
 */
export async function verifyCase(sources: Sources, caseId: string, stuckAfterMs = STUCK_AFTER_MS): Promise<Verdict> {
  const look = () => lookOnce(sources, caseId, stuckAfterMs);
  let verdict = await look();
  for (let looks = 1; looks < LOOKS && (verdict.differences.length > 0 || verdict.isInFlight); looks += 1) {
    await pause(BETWEEN_LOOKS_MS);
    verdict = await look();
  }
  return verdict;
}

async function lookOnce(sources: Sources, caseId: string, stuckAfterMs: number): Promise<Verdict> {
  const stored = await sources.sql.begin('isolation level repeatable read read only', (tx) => storedCase(tx, caseId));
  const runs = await runsOf(sources, caseId);
  const newest = runs.at(-1);
  const onEngine = (column: string, inPostgres: unknown, fromHistory: unknown): Verdict => ({ differences: [{ caseId, table: 'engine', key: caseId, column, inPostgres, fromHistory }], isInFlight: false });
  if (stored === null) return newest === undefined ? nothing : onEngine('case', null, 'a workflow');
  if (newest === undefined) return stored.seq === 0 && !stored.isPlaced ? nothing : onEngine('history', stored.phase, null);
  try {
    return judged(stored, foldCase(runs), newest, { caseId, stuckAfterMs });
  } catch (error) {
    if (!(error instanceof Unfoldable)) throw error;
    return onEngine('history', stored.phase, error.message);
  }
}

const nothing: Verdict = { differences: [], isInFlight: false };

function judged(stored: StoredCase, whole: FoldedCase, newest: CaseRun, { caseId, stuckAfterMs }: { caseId: string; stuckAfterMs: number }): Verdict {
  const { folded, inFlightSince } = judgeable(whole, stored.seq, newest);
  const engine = (column: string, [inPostgres, fromHistory]: [unknown, unknown]): Difference => ({ caseId, table: 'engine', key: caseId, column, inPostgres, fromHistory });
  const isStuck = inFlightSince !== null && Date.now() - Date.parse(inFlightSince) > stuckAfterMs;
  const stuck = isStuck ? [engine('seq', [stored.seq, `a step since ${inFlightSince}`])] : [];
  if (folded === null) return { differences: stuck, isInFlight: true };
  const found = [...differencesOf(caseId, stored, folded), ...endings(folded, newest, stored).map((values) => engine('run', values))];
  return { differences: [...stuck, ...found], isInFlight: inFlightSince !== null };
}

/** @throws Unfoldable */
export function foldCase(runs: readonly CaseRun[]): FoldedCase {
  return foldRuns(runs.map(({ history }) => factsOf(history)));
}

/** An open case without a running workflow waits for nothing: nobody will ever warn, breach or answer. */
function endings({ state }: FoldedCase, { status, closedAt }: CaseRun, stored: StoredCase): [string, string][] {
  if (closedAt !== null && (state.phase !== 'closed' || (stored.phase !== 'closed' && !stored.isReserved))) return [[stored.phase, status]];
  return closedAt === null && stored.phase === 'closed' && state.phase === 'closed' ? [[stored.phase, status]] : [];
}
