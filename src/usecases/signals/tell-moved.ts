/** Tells both cases of signals that a person moved: the one they leave first, then the one they are in by now, and a match list that stands. */
import type { Client } from '@temporalio/client';
import type { Sql } from '../../db/connect.ts';
import { policyBodies, startingCalendar } from '../../db/queries/planning/policies.ts';
import type { Joining } from '../../db/queries/signals/likely-households.ts';
import { signalsByIds, type SignalToPlace } from '../../db/queries/signals/placing.ts';
import { RULES } from '../../domain/case/rules.ts';
import { answerOf } from '../../engine/answers.ts';
import { caseStart } from '../../engine/case-start.ts';
import { isNotRunning, isOver } from '../../engine/failures.ts';
import { workflowIdOf } from '../../engine/workflow-ids.ts';
import type { KeyStore } from '../../privacy/key-store.ts';
import { addSignal, applyMatch, refused, rematch } from '../../../workflows/contract.ts';

export interface Telling {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { taskQueue: string };
}

/** Done twice it is done once: each message has the id of the joining. */
export async function tellMoved(deps: Telling, { id, fromCase, intoCase, signalIds }: Joining, what: 'joined' | 'parted'): Promise<void> {
  const signals = await signalsByIds(deps.sql, signalIds);
  await letGo(deps, what === 'joined' ? fromCase : intoCase, signals, `${what}-${id}`);
  for (const signal of signals) await take(deps, signal, `${what}-${id}-${signal.signalId}`);
  for (const roundId of new Set(signals.map((signal) => signal.roundId))) {
    await answerOf(deps.temporal, () => deps.temporal.workflow.getHandle(workflowIdOf.round(roundId)).signal(rematch)).catch(unlessNotRunning);
  }
}

const unlessNotRunning = (error: unknown): void => {
  if (!isNotRunning(error)) throw error;
};

async function letGo({ temporal }: Telling, caseId: string, signals: readonly SignalToPlace[], updateId: string): Promise<void> {
  const at = new Date().toISOString();
  const decisions = signals.map(({ signalId, creditorId }) => ({ signalId, creditorId, outcome: 'dropped' as const, reason: null }));
  const message = { rules: RULES, roundId: updateId, closedAt: at, confirmedAt: at, teamId: null, decisions, leaves: true };
  await answerOf(temporal, () => temporal.workflow.getHandle(workflowIdOf.case(caseId)).executeUpdate(applyMatch, { args: [message], updateId })).catch((error: unknown) => {
    if (!isOver(error, refused.caseClosed)) throw error;
  });
}

async function take({ sql, temporal, config }: Telling, signal: SignalToPlace, updateId: string): Promise<void> {
  const { signalId, creditorId, roundId, teamId, crisis, receivedAt } = signal;
  const message = { rules: RULES, signalId, creditorId, roundId, verdict: 'pending' as const, reason: null, teamId, crisis, receivedAt };
  const startWorkflowOperation = caseStart(config.taskQueue, { ...signal, policy: (await policyBodies(sql)).get(signal.policyVersion), calendar: await startingCalendar(sql) });
  await answerOf(temporal, () => temporal.workflow.executeUpdateWithStart(addSignal, { args: [message], updateId, startWorkflowOperation }));
}
