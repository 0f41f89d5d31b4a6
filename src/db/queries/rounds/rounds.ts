import type { RoundStatus } from '../../../domain/rounds/round.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';

export interface RoundRow {
  id: string;
  regionId: string;
  month: string;
  cutOff: Instant;
  byHand: boolean;
  /** When it was actually closed. */
  closedAt: Instant | null;
  state: RoundStatus['state'];
}

const columns = (sql: Db) => sql`id, region_id, month, cut_off, by_hand, closed_at, state`;

/** The rounds of a region from a month on, oldest first. */
export function roundsFrom(sql: Db, regionId: string, month: string) {
  return sql<RoundRow[]>`select ${columns(sql)} from rounds where region_id = ${regionId} and month >= ${month} order by month`;
}

/** Locked until the transaction ends, so that the round is not closed meanwhile. */
export function lockRoundsFrom(tx: Db, regionId: string, month: string) {
  return tx<RoundRow[]>`select ${columns(tx)} from rounds where region_id = ${regionId} and month >= ${month} order by month for share`;
}

interface LockedRound extends RoundRow {
  listVersion: number;
}

/** Locks the round until the transaction ends: no signal is added and nothing else changes. @throws Error when it does not exist */
export async function lockRound(tx: Db, id: string): Promise<LockedRound> {
  const [round] = await tx<LockedRound[]>`select ${columns(tx)}, list_version from rounds where id = ${id} for update`;
  if (round === undefined) throw new Error(`no round ${id}`);
  return round;
}

export interface RoundOpening {
  id: string;
  regionId: string;
  month: string;
  cutOff: Instant;
  byHand: boolean;
}

/** False when the month has a round already. */
export async function insertRound(sql: Db, { id, regionId, month, cutOff, byHand }: RoundOpening, at: Instant): Promise<boolean> {
  const inserted = await sql`
    insert into rounds (id, region_id, month, cut_off, by_hand, state, opened_at)
    values (${id}, ${regionId}, ${month}, ${cutOff}, ${byHand}, 'open', ${at}) on conflict do nothing`;
  return inserted.count === 1;
}

/** How the round was opened, and its status. @throws Error when it does not exist */
export async function roundOpening(sql: Db, id: string): Promise<RoundOpening & { state: RoundStatus['state'] }> {
  const [round] = await sql<(RoundOpening & { state: RoundStatus['state'] })[]>`select id, region_id, month, cut_off, by_hand, state from rounds where id = ${id}`;
  if (round === undefined) throw new Error(`no round ${id}`);
  return round;
}

export async function roundStatus(sql: Db, id: string): Promise<RoundStatus | null> {
  const [round] = await sql<RoundStatus[]>`select state, list_version from rounds where id = ${id}`;
  return round ?? null;
}

/** Every round there is, by month. */
export const allRounds = (sql: Db) => sql<RoundRow[]>`select ${columns(sql)} from rounds order by month`;

/** Does nothing when the round is closed already. */
export async function markClosed(sql: Db, id: string, closedAt: Instant): Promise<void> {
  await sql`update rounds set state = 'matching', closed_at = ${closedAt} where id = ${id} and state = 'open'`;
}
