/** Cases on hold because of a dispute: they are kept beyond their term. */
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

interface HoldState {
  isHeld: boolean;
  /** The municipality that set the hold; null: the region did, or there is no hold. */
  within: string | null;
}

/** Locks the case, so that no other transaction places or lifts a hold on it until this one ends. */
export async function lockHold(tx: Db, caseId: string): Promise<HoldState> {
  const [row] = await tx<HoldState[]>`select held_at is not null as is_held, hold_within as within from cases where id = ${caseId} for no key update`;
  return row ?? { isHeld: false, within: null };
}

/** Null lifts the hold. */
export async function storeHold(tx: Db, caseId: string, hold: { at: Instant; noteId: string; within: string | null } | null): Promise<void> {
  await tx`update cases set held_at = ${hold?.at ?? null}, hold_note_id = ${hold?.noteId ?? null}, hold_within = ${hold?.within ?? null} where id = ${caseId}`;
}

export async function isAnyHeld(sql: Db, caseIds: readonly string[]): Promise<boolean> {
  return (await sql`select 1 from cases where id = any(${[...caseIds]}::uuid[]) and held_at is not null limit 1`).length > 0;
}

/** The first of these cases that is on hold; all are locked until the transaction ends. */
export async function lockHeld(tx: Db, caseIds: readonly string[]): Promise<string | null> {
  const rows = await tx<{ id: string; heldAt: Instant | null }[]>`select id, held_at from cases where id = any(${[...caseIds]}::uuid[]) order by id for update`;
  return rows.find(({ heldAt }) => heldAt !== null)?.id ?? null;
}
