import { expect } from '@jest/globals';
import { ApplicationFailure, WithStartWorkflowOperation, WorkflowUpdateFailedError, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { nextInstant } from '../../src/domain/case/life.ts';
import { decreeDays } from '../../src/domain/time/calendar.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { Command } from '../../src/domain/case/commands.ts';
import { caseWorkflow } from '../../workflows/case.ts';
import { act, addSignal, applyMatch, currentState, replan, type Workflows, type CaseStart } from '../../workflows/contract.ts';
import { isAnswerLost } from '../../testkit/engine/time-skipping.ts';
import { eventually } from '../../testkit/eventually.ts';
import { policy, Refused, replanBy, ROUND, type Life } from './life.ts';
import { RULES } from '../../src/domain/case/rules.ts';

export interface EngineLife extends Life {
  handle: WorkflowHandle<Workflows['caseWorkflow']>;
}

/** A life on the real engine: time is skipped by the server, and what is stored arrives in `stored`. */
export function engineLife(env: TestWorkflowEnvironment, taskQueue: string, caseId: string, stored: Map<string, CaseRecord[]>): EngineLife {
  const handle = env.client.workflow.getHandle<Workflows['caseWorkflow']>(`case-${caseId}`);
  let commands = 0;
  const start = (args: CaseStart) =>
    new WithStartWorkflowOperation(caseWorkflow, {
      workflowId: `case-${caseId}`,
      taskQueue,
      args: [args],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
  const now = async () => new Date(await env.currentTimeMs()).toISOString();
  return {
    handle,
    state: () => handle.query(currentState),
    until: async (instant) => {
      await env.sleep(Math.max(0, Date.parse(instant) - (await env.currentTimeMs())));
      await eventually(async () => {
        const state = await handle.query(currentState);
        const next = nextInstant(state);
        if (next !== null) expect(Date.parse(next)).toBeGreaterThan(Date.parse(instant));
        expect(stored.get(caseId)?.length).toBe(state.seq);
      });
    },
    signal: async (signal) => {
      const message = { rules: RULES, signalId: 's', creditorId: 'c', roundId: ROUND, verdict: 'pending', reason: null, teamId: null, crisis: false, receivedAt: await now(), ...signal } as const;
      const answer = env.client.workflow.executeUpdateWithStart(addSignal, { args: [message], updateId: `signal-${message.signalId}`, startWorkflowOperation: start({ input: { caseId, gemeentecode: '0153', policy, closedDays: [...decreeDays] } }) });
      await answer.catch((error: unknown) => {
        if (!isAnswerLost(error)) throw error;
      });
    },
    match: async (match) => {
      await handle.executeUpdate(applyMatch, { args: [{ rules: RULES, roundId: ROUND, closedAt: await now(), confirmedAt: await now(), teamId: 'team-enschede', ...match }] });
    },
    act: async (action, data, role = 'caseworker', seq) => {
      commands += 1;
      const command = { rules: RULES, id: `command-${commands}`, action, actor: { id: role, role }, ...(seq === undefined ? {} : { seq }), data } as Command;
      try {
        const update = { args: [command] as [Command], updateId: command.id };
        const carried = stored.get(caseId)?.at(-1)?.state;
        if (action === 'reopen' && carried !== undefined) await env.client.workflow.executeUpdateWithStart(act, { ...update, startWorkflowOperation: start({ carried }) });
        else await handle.executeUpdate(act, update);
      } catch (error) {
        const detail = error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure ? error.cause.details?.[0] : undefined;
        throw detail === undefined ? error : new Refused(detail as Refused['detail']);
      }
    },
    replan: async (replanning) => {
      const message = { rules: RULES, actor: replanBy, policy: null, ...replanning };
      await handle.executeUpdate(replan, { args: [message] });
    },
    records: () => stored.get(caseId) ?? [],
  };
}
