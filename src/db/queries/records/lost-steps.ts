/** Steps that Postgres has and the history possibly not. */
import type { CaseState } from '../../../domain/case/state.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { deadlineRow } from '../../rows/case-record.ts';

/** The number of the last stored step; the lock keeps others from being stored until the transaction ends. Null when there is no case. */
export async function lockSeq(tx: Db, caseId: string): Promise<number | null> {
  const [row] = await tx<{ seq: number }[]>`select seq from cases where id = ${caseId} for update`;
  return row?.seq ?? null;
}

export interface LastStep {
  seq: number;
  /** When its task took it; each task that takes it anew does so later. */
  takenAt: Instant | null;
}

/** The last stored step. Null when there is no case. */
export async function lastStep(sql: Db, caseId: string): Promise<LastStep | null> {
  const [row] = await sql<LastStep[]>`
    select seq, (select max(at) from timeline where timeline.case_id = cases.id and timeline.seq = cases.seq) as taken_at from cases where id = ${caseId}`;
  return row ?? null;
}

export interface StoredEvent {
  key: string;
  type: string;
  at: string;
  commandId: string;
}

export const eventsOfStep = (tx: Db, { caseId, seq }: Pick<CaseState, 'caseId' | 'seq'>) =>
  tx<StoredEvent[]>`select key, type, at, command_id from timeline where case_id = ${caseId} and seq = ${seq} order by id`;

/** Takes back the step with the number of this state and all later ones: afterwards the rows are those of this state. */
export async function takeBackFrom(tx: Db, state: CaseState): Promise<void> {
  await tx`delete from timeline where case_id = ${state.caseId} and seq >= ${state.seq}`;
  await takeBackDeadlines(tx, state);
  await takeBackSignals(tx, state);
  await tx`update cases set seq = ${state.seq - 1} where id = ${state.caseId}`;
}

/** Deadlines that only the lost steps made are deleted; those that they moved get the values of this state again. */
async function takeBackDeadlines(tx: Db, state: CaseState): Promise<void> {
  const moved = await tx<{ id: string; warnedAt: Instant | null }[]>`
    select id, (select max(at) from timeline where case_id = ${state.caseId} and type = 'deadline-warned' and data->>'deadlineId' = deadlines.id) as warned_at
    from deadlines where case_id = ${state.caseId} and seq >= ${state.seq}`;
  for (const { id, warnedAt } of moved) {
    const deadline = state.deadlines.find((one) => one.id === id);
    if (deadline === undefined) await tx`delete from deadlines where id = ${id}`;
    else await tx`update deadlines set ${tx({ ...deadlineRow(state, deadline), warnedAt })} where id = ${id}`;
  }
}

async function takeBackSignals(tx: Db, state: CaseState): Promise<void> {
  await tx`
    update signals set state = now.state, reason = now.reason, decided_at = case when now.state = 'pending' then null else decided_at end
    from jsonb_to_recordset(${tx.json(state.signals as never)}) as now(id uuid, state text, reason text)
    where signals.id = now.id and signals.replaced_by is null and (signals.state, signals.reason) is distinct from (now.state, now.reason)`;
}
