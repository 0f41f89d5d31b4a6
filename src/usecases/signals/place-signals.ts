import type { Client } from '@temporalio/client';
import type { SignalIn } from '../../domain/case/signals/intake.ts';
import { RULES } from '../../domain/case/rules.ts';
import type { Sql } from '../../db/connect.ts';
import { countPlaced, markPlaced, unplacedSignals, type SignalToPlace } from '../../db/queries/signals/placing.ts';
import { policyBodies, startingCalendar, type StartingCalendar } from '../../db/queries/planning/policies.ts';
import { answerInTime } from '../../engine/answers.ts';
import { caseStart } from '../../engine/case-start.ts';
import { isOver } from '../../engine/failures.ts';
import { pooled } from '../../pooled.ts';
import { addSignal, refused } from '../../../workflows/contract.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { moveToOpenCase } from './household-cases.ts';
import { releaseAbandoned } from '../cases/release-abandoned.ts';
import { takeOutReplaced } from './take-out-replaced.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { taskQueue: string };
}

/** What every case is started with. */
interface Rules {
  calendar: StartingCalendar;
  policies: ReadonlyMap<string, unknown>;
}

/** So many signals are on their way to their workflows at once. */
const AT_ONCE = 16;

/**
 * Tells each signal of a delivery to its case's workflow, which is started by the first one, and takes out those that
 * were replaced. Signals that are placed already are passed over; one told twice is taken once, by the update's id.
 * @returns why some still wait, after all others have been placed
 */
export async function placeSignals(deps: Dependencies, deliveryId: string): Promise<unknown[]> {
  const { sql } = deps;
  const rules: Rules = { calendar: await startingCalendar(sql), policies: await policyBodies(sql) };
  const failures: unknown[] = [];
  await pooled(AT_ONCE, await unplacedSignals(sql, deliveryId), async (signal) => {
    try {
      await place(deps, signal, rules);
      await markPlaced(sql, signal.signalId);
    } catch (error) {
      failures.push(error);
    }
  });
  failures.push(...(await takeOutReplaced(deps, deliveryId)));
  await countPlaced(sql, deliveryId);
  return failures;
}

async function place(deps: Dependencies, signal: SignalToPlace, rules: Rules): Promise<void> {
  if (await tell(deps, signal, rules)) return;
  if (signal.isReplaced) return;
  await releaseAbandoned(deps);
  const caseId = await deps.sql.begin((tx) => moveToOpenCase(tx, deps.keys, signal.signalId));
  // The next attempt looks again: the case may have closed once more, or Postgres may not know yet that it did.
  if (!(await tell(deps, { ...signal, caseId }, rules))) throw new Error(`case ${caseId} closed before signal ${signal.signalId} reached it`);
}

/** False when the case closed before the signal reached it. */
async function tell({ temporal, config }: Dependencies, signal: SignalToPlace, { calendar, policies }: Rules): Promise<boolean> {
  const { signalId, creditorId, roundId, onReceipt, teamId, crisis, receivedAt, signalKind, endsOn } = signal;
  const urgency = { ...(signalKind === 'ordinary' ? {} : { kind: signalKind }), ...(endsOn === null ? {} : { endsOn }), ...(onReceipt?.outcome === 'in-case' && onReceipt.updates !== undefined ? { updates: onReceipt.updates } : {}) };
  const message: SignalIn = { rules: RULES, signalId, creditorId, roundId, verdict: onReceipt?.outcome ?? 'pending', reason: onReceipt?.reason ?? null, teamId, crisis, receivedAt, ...urgency };
  const startWorkflowOperation = caseStart(config.taskQueue, { ...signal, policy: policies.get(signal.policyVersion), calendar });
  try {
    await answerInTime(temporal, () =>
      temporal.workflow.executeUpdateWithStart(addSignal, { args: [message], updateId: `signal-${signalId}`, startWorkflowOperation }),
    );
    return true;
  } catch (error) {
    if (isOver(error, refused.caseClosed)) return false;
    throw error;
  }
}
