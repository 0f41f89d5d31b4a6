import { WorkflowExecutionAlreadyStartedError, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import type { SignalIn } from '../domain/case/intake.ts';
import type { ClosedDay } from '../domain/calendar.ts';
import type { Verdict } from '../domain/match-rules.ts';
import type { Db, Sql } from '../db/connect.ts';
import { closedDays } from '../db/queries/policies.ts';
import { pooled } from '../pooled.ts';
import { caseStart } from './case-start.ts';
import { addSignal, applyMatch, refused } from '../../workflows/messages.ts';

interface Dependencies {
  sql: Sql;
  temporal: Client;
  config: { taskQueue: string };
}

interface ToPlace {
  signalId: string;
  creditorId: string;
  roundId: string;
  caseId: string;
  householdId: string;
  municipalityCode: string;
  policy: unknown;
  onReceipt: Verdict | null;
  teamId: string | null;
  replacedId: string | null;
  replacedCaseId: string | null;
}

/** So many signals are on their way to their workflows at once. */
const AT_ONCE = 16;

/**
 * Tells each signal of a delivery to its case's workflow, which is started by the first one. Signals that are placed
 * already are passed over; one told twice is taken once, by the update's id.
 * @returns how many were placed now
 */
export async function placeSignals(deps: Dependencies, deliveryId: string, onProgress: () => void): Promise<number> {
  const { sql } = deps;
  const signals = await unplaced(sql, deliveryId);
  const days = await closedDays(sql);
  await pooled(AT_ONCE, signals, async (signal) => {
    await place(deps, signal, days);
    await sql`update signals set placed_at = now() where id = ${signal.signalId}`;
    onProgress();
  });
  await sql`update deliveries set placed = (select count(*) from signals where delivery_id = ${deliveryId} and placed_at is not null) where id = ${deliveryId}`;
  return signals.length;
}

function unplaced(sql: Db, deliveryId: string) {
  return sql<ToPlace[]>`
    select s.id as signal_id, s.creditor_id, s.round_id, s.case_id, s.household_id, c.municipality_code, p.body as policy, s.on_receipt,
      (select t.id from teams t left join team_creditors tc on tc.team_id = t.id and tc.creditor_id = s.creditor_id
       where t.municipality_code = c.municipality_code order by tc.team_id nulls last, t.id limit 1) as team_id,
      old.id as replaced_id, old.case_id as replaced_case_id
    from signals s join cases c on c.id = s.case_id join policies p on p.version = c.policy_version
    left join signals old on old.replaced_by = s.id
    where s.delivery_id = ${deliveryId} and s.placed_at is null and s.replaced_by is null
    order by s.id`;
}

async function place(deps: Dependencies, signal: ToPlace, days: ClosedDay[] | undefined): Promise<void> {
  if (!(await tell(deps, signal, days))) {
    const caseId = await openCaseInstead(deps.sql, signal);
    // The activity's retry looks again: the case may have closed once more, or Postgres may not know yet that it did.
    if (!(await tell(deps, { ...signal, caseId }, days))) throw new Error(`case ${caseId} closed before signal ${signal.signalId} reached it`);
  }
  if (signal.replacedId !== null && signal.replacedCaseId !== null) await takeOut(deps.temporal, signal, signal.replacedId, signal.replacedCaseId);
}

/** False when the case closed before the signal reached it. */
async function tell({ temporal, config }: Dependencies, signal: ToPlace, days: ClosedDay[] | undefined): Promise<boolean> {
  const { signalId, creditorId, roundId, onReceipt, teamId } = signal;
  const message: SignalIn = { signalId, creditorId, roundId, verdict: onReceipt?.outcome ?? 'pending', reason: onReceipt?.reason ?? null, teamId };
  const startWorkflowOperation = caseStart(config.taskQueue, { ...signal, closedDays: days });
  try {
    await temporal.workflow.executeUpdateWithStart(addSignal, { args: [message], updateId: `signal-${signalId}`, startWorkflowOperation });
    return true;
  } catch (error) {
    if (isClosed(error)) return false;
    throw error;
  }
}

/** The case closed in between: the signal goes to the household's open case, a new candidate when there is none. */
async function openCaseInstead(sql: Sql, { signalId, householdId, municipalityCode, roundId }: ToPlace): Promise<string> {
  return sql.begin(async (tx) => {
    await tx`
      insert into cases (id, household_id, municipality_code, round_id, policy_version, opened_at)
      select gen_random_uuid(), ${householdId}, ${municipalityCode}, ${roundId}, c.policy_version, s.received_at
      from signals s join cases c on c.id = s.case_id where s.id = ${signalId}
      on conflict (household_id) where phase <> 'closed' do nothing`;
    const [moved] = await tx<{ caseId: string }[]>`
      update signals set case_id = (select id from cases where household_id = ${householdId} and phase <> 'closed')
      where id = ${signalId} returning case_id`;
    if (moved === undefined) throw new Error(`no signal ${signalId}`);
    return moved.caseId;
  });
}

/** The signal that was replaced leaves its case; a candidate that has no other drops out. */
async function takeOut(temporal: Client, { roundId, creditorId }: ToPlace, replacedId: string, caseId: string): Promise<void> {
  const decision = { signalId: replacedId, creditorId, outcome: 'dropped' as const, reason: 'replaced' as const };
  try {
    await temporal.workflow
      .getHandle(`case-${caseId}`)
      .executeUpdate(applyMatch, { args: [{ roundId, closedAt: new Date().toISOString(), teamId: null, decisions: [decision] }], updateId: `replaced-${replacedId}` });
  } catch (error) {
    if (!isClosed(error)) throw error;
  }
}

function isClosed(error: unknown): boolean {
  if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError) return true;
  return error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure && error.cause.type === refused.caseClosed;
}
