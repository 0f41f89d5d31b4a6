import type { CaseRecord } from '../../domain/case/record.ts';
import type { Db } from '../../db/connect.ts';
import { eventsOfStep, lockSeq, takeBackFrom, type StoredEvent } from '../../db/queries/records/lost-steps.ts';
import { timelineRows } from '../../db/rows/case-record.ts';

/**
 * A step is stored before the engine has it in the case's history: a worker or an engine that dies in between loses the
 * task, and the case takes what came in again: later, in another order perhaps, or without what nobody asked for again.
 * The history is what stands. So when a younger step comes under a number that is stored already, all from that number on
 * is taken back, to be stored as the history has it. An older one comes from a task that was lost: it changes nothing.
 * @returns whether something was taken back
 */
export async function takeBackLostSteps(tx: Db, record: CaseRecord): Promise<boolean> {
  const { state, at } = record;
  const seq = await lockSeq(tx, state.caseId);
  if (seq === null || seq < state.seq) return false;
  const stored = await eventsOfStep(tx, state);
  if (isSame(stored, record) || stored.some((event) => Date.parse(event.at) >= Date.parse(at))) return false;
  await takeBackFrom(tx, state);
  return true;
}

function isSame(stored: readonly StoredEvent[], record: CaseRecord): boolean {
  const text = ({ key, type, at, commandId }: StoredEvent) => [key, type, new Date(at).toISOString(), commandId].join(' ');
  const own = timelineRows(record);
  return stored.length === own.length && stored.every((event, n) => text(event) === text(own[n] ?? event));
}
