import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Sql } from '../db/connect.ts';
import { differencesOf, type Difference } from '../history/compare.ts';
import { factsOf, Unfoldable } from '../history/events.ts';
import { foldRuns, type FoldedCase } from '../history/fold.ts';
import { runsOf, type CaseRun } from '../history/runs.ts';
import { storedCase, type StoredCase } from '../history/stored.ts';

export interface Sources {
  sql: Sql;
  temporal: Client;
}

/** Both sides are read one after the other: what differs by a step that is just being stored is gone a moment later. */
const LOOKS = 3;
const BETWEEN_LOOKS_MS = 700;

/**
 * Holds all that Postgres says of a case against its histories.
 * @returns what differs, and still did at a second and third look; nothing for a case that is not there, or that its
 * workflow has not heard of yet
 */
export async function verifyCase(sources: Sources, caseId: string): Promise<Difference[]> {
  let found: Difference[] = [];
  for (let look = 1; look <= LOOKS; look += 1) {
    if (look > 1) await pause(BETWEEN_LOOKS_MS);
    found = await lookOnce(sources, caseId);
    if (found.length === 0) break;
  }
  return found;
}

async function lookOnce(sources: Sources, caseId: string): Promise<Difference[]> {
  const stored = await sources.sql.begin('isolation level repeatable read read only', (tx) => storedCase(tx, caseId));
  const runs = await runsOf(sources, caseId);
  const engine = (column: string, inPostgres: unknown, fromHistory: unknown): Difference => ({ caseId, table: 'engine', key: caseId, column, inPostgres, fromHistory });
  if (stored === null) return runs.length === 0 ? [] : [engine('case', null, 'a workflow')];
  const newest = runs.at(-1);
  if (newest === undefined) return stored.seq === 0 && !stored.isPlaced ? [] : [engine('history', stored.phase, null)];
  try {
    const folded = foldCase(runs);
    return [...differencesOf(caseId, stored, folded), ...endings(folded, newest, stored).map(([inPostgres, fromHistory]) => engine('run', inPostgres, fromHistory))];
  } catch (error) {
    if (!(error instanceof Unfoldable)) throw error;
    return [engine('history', stored.phase, error.message)];
  }
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
