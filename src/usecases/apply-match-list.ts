import { WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Sql } from '../db/connect.ts';
import { countLeft, markApplied, nextCaseDecisions, phaseOf, prepareCase, storeProgress, type CaseDecisions } from '../db/queries/match-application.ts';
import { startingCalendar, type StartingCalendar } from '../db/queries/policies.ts';
import type { MatchIn } from '../domain/case/intake.ts';
import type { Instant } from '../domain/dates.ts';
import { pooled } from '../pooled.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { applyMatch, refused } from '../../workflows/messages.ts';
import { caseStart } from './case-start.ts';
import { moveFromClosedCase } from './move-from-closed-case.ts';
import { resealPersons } from './open-cases.ts';
import { settleCase } from './settle-case.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { taskQueue: string };
}

interface Batch {
  roundId: string;
  /** The most cases to tell. */
  limit: number;
  /** When the list was confirmed. */
  at: Instant;
}

/** So many cases are told at once: after a crash each first waits a second for the worker that is gone. */
const AT_ONCE = 48;
/** A case that does not answer is passed over for now; it does not hold up the others. */
const ANSWER_WITHIN_MS = 30_000;
const CASES_BETWEEN_PROGRESS = 50;

/**
 * Tells the next cases of a confirmed match list what it says of their signals. What a case was told is noted, and a
 * message carries one id a round, so that after a crash nothing is told twice.
 * @returns how many cases are left to tell
 * @throws Error when cases did not answer, after all others of the batch have been told
 */
export async function applyMatchList(deps: Dependencies, { roundId, limit, at }: Batch): Promise<{ left: number }> {
  const { sql } = deps;
  const batch = await nextCaseDecisions(sql, roundId, limit);
  const calendar = await startingCalendar(sql);
  const failures: unknown[] = [];
  let told = 0;
  await pooled(AT_ONCE, batch, async (decisions) => {
    try {
      await applyToCase(deps, roundId, decisions, calendar, at);
    } catch (error) {
      failures.push(error);
    }
    told += 1;
    if (told % CASES_BETWEEN_PROGRESS === 0) await storeProgress(sql, roundId);
  });
  await storeProgress(sql, roundId);
  if (failures.length > 0) throw new Error(`${failures.length} of ${batch.length} cases could not be told of the match`, { cause: failures[0] });
  return { left: await countLeft(sql, roundId) };
}

async function applyToCase(deps: Dependencies, roundId: string, decisions: CaseDecisions, calendar: StartingCalendar, at: Instant): Promise<void> {
  const { sql, keys } = deps;
  const { caseId, pending } = decisions;
  if (!decisions.placed) throw new Error(`a signal of case ${caseId} is still on its way`);
  if (decisions.phase === 'closed') {
    if (await settleCase(deps, caseId)) throw new Error(`case ${caseId} was closed in Postgres only`);
    return sql.begin((tx) => moveFromClosedCase(tx, keys, roundId, decisions, at));
  }
  await prepareCase(sql, decisions);
  await resealPersons(sql, keys, pending.map(({ signalId }) => signalId), caseId);
  if (pending.length > 0 && !(await tell(deps, roundId, decisions, calendar, at))) return sql.begin((tx) => moveFromClosedCase(tx, keys, roundId, decisions, at));
  await markApplied(sql, roundId, caseId);
}

/** False when the case closed before it could be told. */
async function tell({ sql, temporal, config }: Dependencies, roundId: string, decisions: CaseDecisions, calendar: StartingCalendar, at: Instant): Promise<boolean> {
  const { caseId, closedAt, teamId, pending } = decisions;
  const match: MatchIn = { roundId, closedAt, confirmedAt: at, teamId, decisions: pending };
  const message = { args: [match] as [MatchIn], updateId: `match-${roundId}` };
  const within = <Result>(call: () => Promise<Result>) => temporal.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, call);
  try {
    await within(() => temporal.workflow.getHandle(`case-${caseId}`).executeUpdate(applyMatch, message));
    return true;
  } catch (error) {
    if (!isNotThere(error)) throw error;
  }
  if ((await phaseOf(sql, caseId)) === 'closed') return false;
  // Made for signals of a case that closed: the match is the first it hears.
  const startWorkflowOperation = caseStart(config.taskQueue, { ...decisions, roundId, calendar });
  await within(() => temporal.workflow.executeUpdateWithStart(applyMatch, { ...message, startWorkflowOperation }));
  return true;
}

function isNotThere(error: unknown): boolean {
  if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError) return true;
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === refused.caseClosed;
}
