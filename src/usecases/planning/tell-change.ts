/** A confirmed change of calendar or policy is told to what runs: to cases in batches, to rounds, and to those that missed it. */
import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { confirmedChanges, findChange } from '../../db/queries/planning/changes.ts';
import { markChangeDone, recentChanges } from '../../db/queries/planning/change-steps.ts';
import { closedDays } from '../../db/queries/planning/policies.ts';
import { casesOpenedAgain, casesThatHeard, casesToTell, caseToTell, waitingRounds, type Batch, type CaseToTell } from '../../db/queries/planning/replanning.ts';
import { replanId } from '../../domain/case/replan.ts';
import { replanIn, unheard, type Change } from '../../domain/planning/change.ts';
import type { Instant } from '../../domain/time/dates.ts';
import type { RoundReplanIn } from '../../domain/rounds/round.ts';
import { answerInTime } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { pooled } from '../../pooled.ts';
import { refused, replan, replanRound } from '../../../workflows/contract.ts';
import { startReplanning } from './start-replanning.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

/** How many cases are told at the same time: after a crash each first waits a second for the worker that has died. */
const AT_ONCE = 48;
/** For so long after a change a process that read the old calendar may still start cases with it. */
const STRAGGLERS_FOR = '1 day';

/**
 * Tells the next cases that have not heard of the change, in the order of their ids. A case says in its state what it has
 * heard, and a message carries one id a change, so that after a crash nothing is told twice.
 * @returns how many were told, and the last of them to go on after; null at the end
 * @throws Error when cases did not answer, after all others of the batch have been told
 */
export async function tellChange(deps: Dependencies, { changeId, ...batch }: { changeId: string } & Batch): Promise<{ told: number; last: string | null }> {
  const changes = await confirmedChanges(deps.sql);
  const cases = await casesToTell(deps.sql, changeOf(changes, changeId), batch);
  const told = await tellCases(deps, cases, changes);
  return { told, last: cases.length < batch.limit ? null : (cases.at(-1)?.id ?? null) };
}

/**
 * Tells those again that stored the change since then, before a new attempt goes on. The engine may have died with the
 * attempt before it had the step in the case's history; Postgres alone does not know. A case that has it answers at once.
 */
export async function tellAgain(deps: Dependencies, { changeId, since }: { changeId: string; since: Instant }): Promise<void> {
  const change = changeOf(await confirmedChanges(deps.sql), changeId);
  await pooled(AT_ONCE, await casesThatHeard(deps.sql, changeId, since), async ({ id }) => {
    await tell(deps, id, change).catch((error: unknown) => {
      if (!isOver(error, refused.caseClosed)) throw error;
    });
  });
}

/** Tells each case all that it has still to hear. @returns how many took it; one that closed meanwhile is passed over */
async function tellCases(deps: Dependencies, cases: readonly CaseToTell[], changes: readonly Change[]): Promise<number> {
  const failures: unknown[] = [];
  let told = 0;
  await pooled(AT_ONCE, cases, async (found) => {
    try {
      if (await tellCase(deps, found, changes)) told += 1;
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw new Error(`${failures.length} of ${cases.length} cases could not be told of a change`, { cause: failures[0] });
  return told;
}

async function tellCase(deps: Dependencies, { id, ...listener }: CaseToTell, changes: readonly Change[]): Promise<boolean> {
  try {
    for (const change of unheard(changes, listener)) await tell(deps, id, change);
    return true;
  } catch (error) {
    if (isOver(error, refused.caseClosed)) return false;
    throw error;
  }
}

async function tell({ temporal }: Dependencies, caseId: string, change: Change): Promise<void> {
  const message = { args: [replanIn(change)] as [ReturnType<typeof replanIn>], updateId: replanId(change.id) };
  await answerInTime(temporal, () => temporal.workflow.getHandle(workflowIdOf.case(caseId)).executeUpdate(replan, message));
}

/** Tells a reopened case what was changed while it was closed. */
export async function tellReopened(deps: Dependencies, caseId: string): Promise<void> {
  const found = await caseToTell(deps.sql, caseId);
  if (found !== null) await tellCase(deps, found, await confirmedChanges(deps.sql));
}

/** Tells every round that waits for its match result; one that was confirmed meanwhile is passed over. */
export async function tellRounds({ sql, temporal }: Dependencies, changeId: string): Promise<void> {
  const change = changeOf(await confirmedChanges(sql), changeId);
  const row = await findChange(sql, changeId);
  if (row === null || row.municipalityCode !== null || change.scope?.length === 0) return;
  const message: RoundReplanIn = { changeId, because: change.because, closedDays: await closedDays(sql), matchResult: change.policy?.deadlines['match-result'] ?? null };
  for (const { roundId } of await waitingRounds(sql, row.regionId)) {
    try {
      await answerInTime(temporal, () => temporal.workflow.getHandle(workflowIdOf.round(roundId)).executeUpdate(replanRound, { args: [message], updateId: replanId(changeId) }));
    } catch (error) {
      if (!isOver(error, refused.round)) throw error;
    }
  }
}

/** Marks the change as told to everybody. */
export async function concludeChange(sql: Sql, { changeId, at }: { changeId: string; at: Instant }): Promise<void> {
  const change = await findChange(sql, changeId);
  await markChangeDone(sql, changeId, { at, total: change?.told ?? 0 });
}

/**
 * Continues work that a process left unfinished when it died: a change that nobody began to tell, a case that was started with
 * the closed days of before it, and one whose opening was not followed by what it missed.
 */
export async function resumeChanges(deps: Dependencies): Promise<void> {
  const { sql } = deps;
  const recent = await recentChanges(sql, STRAGGLERS_FOR);
  for (const { id } of recent.filter(({ state }) => state === 'telling')) await startReplanning(deps, id);
  const changes = await confirmedChanges(sql);
  for (const { id } of recent.filter(({ state }) => state === 'done')) await tellCases(deps, await casesToTell(sql, changeOf(changes, id), { after: null, limit: 1_000 }), changes);
  if (changes.length > 0) await tellCases(deps, (await casesOpenedAgain(sql)).filter((found) => unheard(changes, found).length > 0), changes);
}

export function changeOf(changes: readonly Change[], id: string): Change {
  const change = changes.find((known) => known.id === id);
  if (change === undefined) throw new Error(`change ${id} was not confirmed`);
  return change;
}
