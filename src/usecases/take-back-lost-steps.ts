import type { CaseRecord } from '../domain/case/record.ts';
import type { Db } from '../db/connect.ts';
import { deadlineRow, timelineRows } from './case-record-rows.ts';

/**
 * A step is stored before the engine has it in the case's history: a worker or an engine that dies in between loses the
 * task, and the case takes what came in again: later, in another order perhaps, or without what nobody asked for again.
 * The history is what stands. So when a younger step comes under a number that is stored already, all from that number on
 * is taken back, to be stored as the history has it. An older one comes from a task that was lost: it changes nothing.
 */
export async function takeBackLostSteps(tx: Db, record: CaseRecord): Promise<void> {
  const { state, at } = record;
  const [row] = await tx<{ seq: number }[]>`select seq from cases where id = ${state.caseId} for update`;
  if (row === undefined || row.seq < state.seq) return;
  const stored = await tx<StoredEvent[]>`select key, type, at, command_id from timeline where case_id = ${state.caseId} and seq = ${state.seq} order by id`;
  if (isSame(stored, record) || stored.some((event) => Date.parse(event.at) >= Date.parse(at))) return;
  await tx`delete from timeline where case_id = ${state.caseId} and seq >= ${state.seq}`;
  await takeBackDeadlines(tx, record);
  await takeBackSignals(tx, record);
  await tx`update cases set seq = ${state.seq - 1} where id = ${state.caseId}`;
}

interface StoredEvent {
  key: string;
  type: string;
  at: string;
  commandId: string;
}

function isSame(stored: readonly StoredEvent[], record: CaseRecord): boolean {
  const text = ({ key, type, at, commandId }: StoredEvent) => [key, type, new Date(at).toISOString(), commandId].join(' ');
  const own = timelineRows(record);
  return stored.length === own.length && stored.every((event, n) => text(event) === text(own[n] ?? event));
}

/** Those that only the lost steps had are gone; those that they moved stand again as the case has them now. */
async function takeBackDeadlines(tx: Db, { state }: CaseRecord): Promise<void> {
  const moved = await tx<{ id: string }[]>`select id from deadlines where case_id = ${state.caseId} and seq >= ${state.seq}`;
  for (const { id } of moved) {
    const deadline = state.deadlines.find((one) => one.id === id);
    if (deadline === undefined) await tx`delete from deadlines where id = ${id}`;
    else await tx`update deadlines set ${tx(deadlineRow(state, deadline))} where id = ${id}`;
  }
}

async function takeBackSignals(tx: Db, { state }: CaseRecord): Promise<void> {
  await tx`
    update signals set state = now.state, reason = now.reason, decided_at = case when now.state = 'pending' then null else decided_at end
    from jsonb_to_recordset(${tx.json(state.signals as never)}) as now(id uuid, state text, reason text)
    where signals.id = now.id and signals.replaced_by is null and (signals.state, signals.reason) is distinct from (now.state, now.reason)`;
}
