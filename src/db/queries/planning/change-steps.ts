/** Writes a change of calendar or policy: proposed, confirmed, discarded, told. */
import type { CallingActor } from '../../../actor.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { ChangeRow, MoveCount, MoveRow } from './changes.ts';

export async function isProposed(tx: Db, id: string): Promise<boolean> {
  return (await tx`select 1 from changes where id = ${id}`).length > 0;
}

type ProposedChange = Pick<ChangeRow, 'id' | 'because' | 'regionId' | 'municipalityCode' | 'validFrom' | 'policy' | 'scope' | 'reason' | 'basis' | 'proposedAt' | 'proposedBy'>;

/** The constraint `changes_pkey` refuses a second proposal with the same id. */
export async function insertChange(tx: Db, change: ProposedChange): Promise<void> {
  await tx`insert into changes ${tx({ ...change, state: 'proposed' } as never)}`;
}

export async function insertMoves(tx: Db, changeId: string, moves: readonly MoveRow[]): Promise<void> {
  if (moves.length > 0) await tx`insert into change_moves ${tx(moves.map((move) => ({ ...move, changeId })))}`;
}

/** Called when all its moves have been stored. */
export async function countMoves(tx: Db, id: string): Promise<void> {
  const counts = await tx<MoveCount[]>`
    select effect, kind, municipality_code, count(*) as count from change_moves where change_id = ${id}
    group by effect, kind, municipality_code order by effect, kind, municipality_code nulls first`;
  await tx`update changes set counts = ${tx.json(counts as never)}, cases = (select count(distinct case_id) from change_moves where change_id = ${id}) where id = ${id}`;
}

/** Allows one confirmation at a time, so that changes take effect in the order of their numbers. */
export async function lockChanges(tx: Db): Promise<void> {
  await tx`lock table changes in share row exclusive mode`;
}

export async function lockChange(tx: Db, id: string): Promise<void> {
  await tx`select 1 from changes where id = ${id} for update`;
}

export async function markTelling(tx: Db, id: string, actor: CallingActor, at: Instant): Promise<void> {
  await tx`
    update changes set state = 'telling', number = (select coalesce(max(number), 0) + 1 from changes),
      confirmed_at = ${at}, confirmed_by = ${actor.id}, confirmed_role = ${actor.role} where id = ${id}`;
}

/** Stores how many cases are to be told. */
export async function storeTotal(tx: Db, id: string, total: number): Promise<void> {
  await tx`update changes set total = ${total} where id = ${id}`;
}

export async function markDiscarded(tx: Db, id: string, actor: CallingActor, at: Instant): Promise<void> {
  await tx`delete from change_moves where change_id = ${id}`;
  await tx`update changes set state = 'discarded', discarded_at = ${at}, discarded_by = ${actor.id} where id = ${id}`;
}

export async function markChangeDone(sql: Db, id: string, { at, total }: { at: Instant; total: number }): Promise<void> {
  await sql`update changes set state = 'done', done_at = ${at}, total = ${total} where id = ${id} and state = 'telling'`;
}

/** Changes that are being told, and those that were told completely within this time; in the order of confirming. */
export const recentChanges = (sql: Db, within: string) => sql<{ id: string; state: string }[]>`
  select id, state from changes where state = 'telling' or done_at > now() - ${within}::interval order by number`;

export async function insertClosedDay(tx: Db, date: LocalDate, name: string): Promise<void> {
  await tx`insert into closed_days (date, name) values (${date}, ${name})`;
}

export async function removeClosedDay(tx: Db, date: LocalDate): Promise<void> {
  await tx`delete from closed_days where date = ${date}`;
}

export async function insertPolicy(tx: Db, version: string, { regionId, municipalityCode, validFrom, policy }: Pick<ChangeRow, 'regionId' | 'municipalityCode' | 'validFrom' | 'policy'>): Promise<void> {
  await tx`insert into policies ${tx({ version, regionId, municipalityCode, validFrom, body: policy as never })}`;
}
