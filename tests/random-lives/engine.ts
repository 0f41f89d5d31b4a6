/** A case on the real engine whose steps are stored in a real Postgres, by a worker that comes and goes. */
import { Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { archiveActivities } from '../../activities/archive.ts';
import type { Dependencies } from '../../activities/dependencies.ts';
import { recordCase } from '../../activities/record-case.ts';
import type { Sql } from '../../src/db/connect.ts';
import type { SignalIn } from '../../src/domain/case/signals/intake.ts';
import type { CaseRecord } from '../../src/domain/case/record.ts';
import type { CaseInput } from '../../src/domain/case/state.ts';
import type { CasePolicy } from '../../src/domain/planning/policy.ts';
import { caseWorkflow } from '../../workflows/case.ts';
import { act, addSignal, applyMatch, currentState, replan, type Stored, type Workflows, type CaseStart } from '../../workflows/contract.ts';
import { insertSignal } from '../../testkit/data/cases.ts';
import { isAnswerLost } from '../../testkit/engine/time-skipping.ts';
import { testWorker } from '../../testkit/engine/worker.ts';
import type { Move } from './dice.ts';

const TASK_QUEUE = 'random-lives';

export interface Places {
  env: TestWorkflowEnvironment;
  sql: Sql;
}

/** The step it led to, or the code or rule by which it was refused. */
export type Answer = { seq: number } | { refused: string };

export interface EngineCase {
  /** What was stored, by `seq`. */
  stored: Map<number, CaseRecord>;
  /** A client in whose hands time stands still. */
  temporal: Client;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  ask(move: Move): Promise<Answer>;
  state(): Promise<CaseRecord['state']>;
  /** Of its newest run, as the engine calls it. */
  status(): Promise<string>;
}

export function engineCase(places: Places, input: CaseInput): EngineCase {
  const { env, sql } = places;
  const { caseId } = input;
  const temporal = new Client({ connection: env.connection });
  const stored = new Map<number, CaseRecord>();
  const running = comingAndGoing(env, activitiesOf(sql, temporal, stored));
  const handle = temporal.workflow.getHandle<Workflows['caseWorkflow']>(`case-${caseId}`);
  const startWorkflowOperation = (start: CaseStart) =>
    new WithStartWorkflowOperation(caseWorkflow, { workflowId: `case-${caseId}`, taskQueue: TASK_QUEUE, args: [start], workflowIdConflictPolicy: 'USE_EXISTING' });

  const send = async (move: Move): Promise<Stored> => {
    if ('match' in move) return handle.executeUpdate(applyMatch, { args: [move.match] });
    if ('replan' in move) {
      if (move.replan.policy !== null) await insertPolicy(sql, move.replan.policy);
      return handle.executeUpdate(replan, { args: [move.replan] });
    }
    if ('signal' in move) {
      await insertPolicy(sql, input.policy);
      await insertOnce(sql, caseId, move.signal);
      return temporal.workflow.executeUpdateWithStart(addSignal, { args: [move.signal], startWorkflowOperation: startWorkflowOperation({ input }) });
    }
    const { command } = move;
    const last = stored.get(stored.size)?.state;
    if (command.action !== 'reopen' || last === undefined) return handle.executeUpdate(act, { args: [command], updateId: command.id });
    return temporal.workflow.executeUpdateWithStart(act, { args: [command], updateId: command.id, startWorkflowOperation: startWorkflowOperation({ carried: last }) });
  };

  return { stored, temporal, ...running, state: () => handle.query(currentState), status: async () => (await handle.describe()).status.name, ask: (move) => send(move).catch((error: unknown) => endedBy(error, stored) ?? refusedBy(error)) };
}

/** What was stored tells what the server lost. */
function endedBy(error: unknown, stored: ReadonlyMap<number, CaseRecord>): Answer | null {
  return isAnswerLost(error) && stored.get(stored.size)?.state.phase === 'closed' ? { seq: stored.size } : null;
}

/** @throws what is no refusal */
function refusedBy(error: unknown): Answer {
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : null;
  const [detail] = (cause instanceof ApplicationFailure ? cause.details : null) ?? [];
  const refusal = (detail as { refusal?: { code?: string; rule?: string } } | undefined)?.refusal;
  if (refusal === undefined) throw error;
  return { refused: refusal.code ?? refusal.rule ?? '' };
}

/** The worker's own activities; mail goes no further than the outbox. */
function activitiesOf(sql: Sql, temporal: Client, stored: Map<number, CaseRecord>) {
  const dependencies = { sql, temporal, mail: { dispatch: () => Promise.resolve() }, config: { taskQueue: TASK_QUEUE } } as unknown as Dependencies;
  const record = recordCase(dependencies);
  return {
    ...archiveActivities(dependencies),
    recordCase: async (records: CaseRecord[]) => {
      await record(records);
      for (const each of records) stored.set(each.state.seq, each);
    },
  };
}

function comingAndGoing(env: TestWorkflowEnvironment, activities: ReturnType<typeof activitiesOf>): Pick<EngineCase, 'startWorker' | 'stopWorker'> {
  let stop = () => Promise.resolve();
  return {
    startWorker: async () => {
      const worker = await testWorker({ connection: env.nativeConnection, taskQueue: TASK_QUEUE, activities });
      const ended = worker.run();
      stop = () => {
        stop = () => Promise.resolve();
        worker.shutdown();
        return ended;
      };
    },
    stopWorker: () => stop(),
  };
}

/** As a delivery does, before the workflow hears of a signal. */
async function insertOnce(sql: Sql, caseId: string, { signalId, creditorId, receivedAt }: SignalIn): Promise<void> {
  const [known] = await sql`select 1 from signals where id = ${signalId}`;
  const [row] = await sql<{ householdId: string; municipalityCode: string }[]>`select household_id, municipality_code from cases where id = ${caseId}`;
  if (known !== undefined || row === undefined) return;
  await insertSignal(sql, { id: signalId, caseId, ...row, creditorId, amountCents: 45_000, receivedAt });
}


/** Cases refer to the version; nothing here asks for the days on which it holds. */
async function insertPolicy(sql: Sql, policy: CasePolicy): Promise<void> {
  await sql`
    insert into policies (version, region_id, valid_from, body)
    select ${policy.version}, 'twente', '1900-01-01'::date + count(*)::int, ${sql.json(policy)} from policies on conflict (version) do nothing`;
}
