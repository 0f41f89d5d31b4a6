import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { countLeft, markApplied, nextCaseDecisions, phaseOf, prepareCase, storeProgress, type CaseDecisions } from '../../db/queries/rounds/match-application.ts';
import { startingCalendar, type StartingCalendar } from '../../db/queries/planning/policies.ts';
import type { MatchIn } from '../../domain/case/signals/intake.ts';
import { RULES } from '../../domain/case/rules.ts';
import type { Instant } from '../../domain/time/dates.ts';
import { answerInTime } from '../../engine/answers.ts';
import { caseStart } from '../../engine/case-start.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { pooled } from '../../pooled.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { applyMatch, refused } from '../../../workflows/contract.ts';
import { moveFromClosedCase } from '../signals/move-from-closed-case.ts';
import { resealPersons } from '../signals/household-cases.ts';
import { catchUpCase } from '../records/catch-up-case.ts';
import { settleCase } from '../records/settle-case.ts';

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

/** How many cases are told at the same time: after a crash each first waits a second for the worker that has died. */
const AT_ONCE = 48;
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
  if (await markApplied(sql, roundId, decisions)) return;
  // The case took the match, and Postgres does not show it: a step was taken back as lost that the history holds after all.
  await catchUpCase(deps, caseId);
  if (!(await markApplied(sql, roundId, decisions))) throw new Error(`case ${caseId} took the match, and its signals are still pending`);
}

/** False when the case closed before it could be told. */
async function tell({ sql, temporal, config }: Dependencies, roundId: string, decisions: CaseDecisions, calendar: StartingCalendar, at: Instant): Promise<boolean> {
  const { caseId, closedAt, teamId, pending } = decisions;
  const match: MatchIn = { rules: RULES, roundId, closedAt, confirmedAt: at, teamId, decisions: pending };
  const message = { args: [match] as [MatchIn], updateId: `match-${roundId}` };
  try {
    await answerInTime(temporal, () => temporal.workflow.getHandle(workflowIdOf.case(caseId)).executeUpdate(applyMatch, message));
    return true;
  } catch (error) {
    if (!isOver(error, refused.caseClosed)) throw error;
  }
  if ((await phaseOf(sql, caseId)) === 'closed') return false;
  // This case was made for signals of a case that closed; the match is the first message that it gets.
  const startWorkflowOperation = caseStart(config.taskQueue, { ...decisions, roundId, calendar });
  await answerInTime(temporal, () => temporal.workflow.executeUpdateWithStart(applyMatch, { ...message, startWorkflowOperation }));
  return true;
}
