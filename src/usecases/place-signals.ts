import type { Client } from '@temporalio/client';
import type { SignalIn } from '../domain/case/intake.ts';
import type { Verdict } from '../domain/match-rules.ts';
import type { Db, Sql } from '../db/connect.ts';
import { startingCalendar, type StartingCalendar } from '../db/queries/policies.ts';
import { pooled } from '../pooled.ts';
import { addSignal } from '../../workflows/messages.ts';
import { caseStart } from './case-start.ts';
import { isCaseClosed } from './is-case-closed.ts';
import type { KeyStore } from '../privacy/key-store.ts';
import { moveToOpenCase } from './open-cases.ts';
import { releaseAbandoned } from './release-abandoned.ts';
import { takeOutReplaced } from './take-out-replaced.ts';

interface Dependencies {
  sql: Sql;
  keys: KeyStore;
  temporal: Client;
  config: { taskQueue: string };
}

interface ToPlace {
  signalId: string;
  creditorId: string;
  roundId: string;
  caseId: string;
  municipalityCode: string;
  policyVersion: string;
  crisis: boolean;
  receivedAt: string;
  onReceipt: Verdict | null;
  teamId: string | null;
  isReplaced: boolean;
}

/** What every case is started with. */
interface Rules {
  calendar: StartingCalendar;
  policies: ReadonlyMap<string, unknown>;
}

/** So many signals are on their way to their workflows at once. */
const AT_ONCE = 16;
/** A case that does not answer is passed over for now; it does not hold up the others. */
const ANSWER_WITHIN_MS = 30_000;

/**
 * Tells each signal of a delivery to its case's workflow, which is started by the first one, and takes out those that
 * were replaced. Signals that are placed already are passed over; one told twice is taken once, by the update's id.
 * @returns why some still wait, after all others have been placed
 */
export async function placeSignals(deps: Dependencies, deliveryId: string): Promise<unknown[]> {
  const { sql } = deps;
  const rules: Rules = { calendar: await startingCalendar(sql), policies: await policiesByVersion(sql) };
  const failures: unknown[] = [];
  await pooled(AT_ONCE, await unplaced(sql, deliveryId), async (signal) => {
    try {
      await place(deps, signal, rules);
      await sql`update signals set placed_at = now() where id = ${signal.signalId}`;
    } catch (error) {
      failures.push(error);
    }
  });
  failures.push(...(await takeOutReplaced(deps, deliveryId)));
  await sql`update deliveries set placed = (select count(*) from signals where delivery_id = ${deliveryId} and placed_at is not null) where id = ${deliveryId}`;
  return failures;
}

/** Replaced ones too: their candidate has a row already, and only its workflow can end it. */
function unplaced(sql: Db, deliveryId: string) {
  return sql<ToPlace[]>`
    select s.id as signal_id, s.creditor_id, s.round_id, s.case_id, c.municipality_code, c.policy_version,
      s.crisis, s.received_at, s.on_receipt, s.replaced_by is not null as is_replaced,
      (select t.id from teams t left join team_creditors tc on tc.team_id = t.id and tc.creditor_id = s.creditor_id
       where t.municipality_code = c.municipality_code order by tc.team_id nulls last, t.id limit 1) as team_id
    from signals s join cases c on c.id = s.case_id
    where s.delivery_id = ${deliveryId} and s.placed_at is null
    order by s.id`;
}

async function policiesByVersion(sql: Db): Promise<Rules['policies']> {
  const rows = await sql<{ version: string; body: unknown }[]>`select version, body from policies`;
  return new Map(rows.map(({ version, body }) => [version, body]));
}

async function place(deps: Dependencies, signal: ToPlace, rules: Rules): Promise<void> {
  if (await tell(deps, signal, rules)) return;
  if (signal.isReplaced) return;
  await releaseAbandoned(deps);
  const caseId = await deps.sql.begin((tx) => moveToOpenCase(tx, deps.keys, signal.signalId));
  // The next attempt looks again: the case may have closed once more, or Postgres may not know yet that it did.
  if (!(await tell(deps, { ...signal, caseId }, rules))) throw new Error(`case ${caseId} closed before signal ${signal.signalId} reached it`);
}

/** False when the case closed before the signal reached it. */
async function tell({ temporal, config }: Dependencies, signal: ToPlace, { calendar, policies }: Rules): Promise<boolean> {
  const { signalId, creditorId, roundId, onReceipt, teamId, crisis, receivedAt } = signal;
  const message: SignalIn = { signalId, creditorId, roundId, verdict: onReceipt?.outcome ?? 'pending', reason: onReceipt?.reason ?? null, teamId, crisis, receivedAt };
  const startWorkflowOperation = caseStart(config.taskQueue, { ...signal, policy: policies.get(signal.policyVersion), calendar });
  try {
    await temporal.connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      temporal.workflow.executeUpdateWithStart(addSignal, { args: [message], updateId: `signal-${signalId}`, startWorkflowOperation }),
    );
    return true;
  } catch (error) {
    if (isCaseClosed(error)) return false;
    throw error;
  }
}
