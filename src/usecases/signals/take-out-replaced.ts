import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { markTakenOut, replacedInCases, type ReplacedSignal } from '../../db/queries/signals/placing.ts';
import { RULES } from '../../domain/case/rules.ts';
import { answerInTime } from '../../engine/answers.ts';
import { isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import { pooled } from '../../pooled.ts';
import { applyMatch, refused } from '../../../workflows/contract.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
}

const AT_ONCE = 16;

/**
 * Takes the signals that were replaced out of their cases; a candidate that has no other drops out. Both the delivery
 * that brought the signal and the one that replaced it see to it, after telling theirs, so that none is missed however
 * the two overlap; a case that hears it twice does it once.
 * @returns why some could not be taken out now
 */
export async function takeOutReplaced({ sql, temporal }: Dependencies, deliveryId: string): Promise<unknown[]> {
  const failures: unknown[] = [];
  await pooled(AT_ONCE, await replacedInCases(sql, deliveryId), async (signal) => {
    try {
      await takeOut(temporal, signal);
      await markTakenOut(sql, signal.id);
    } catch (error) {
      failures.push(error);
    }
  });
  return failures;
}

async function takeOut(temporal: Client, { id, creditorId, roundId, caseId }: ReplacedSignal): Promise<void> {
  const at = new Date().toISOString();
  const decision = { signalId: id, creditorId, outcome: 'dropped' as const, reason: 'replaced' as const };
  const message = { rules: RULES, roundId, closedAt: at, confirmedAt: at, teamId: null, decisions: [decision] };
  try {
    await answerInTime(temporal, () =>
      temporal.workflow.getHandle(workflowIdOf.case(caseId)).executeUpdate(applyMatch, { args: [message], updateId: `replaced-${id}` }),
    );
  } catch (error) {
    if (!isOver(error, refused.caseClosed)) throw error;
  }
}
