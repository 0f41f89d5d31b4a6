/** Writes an objection: filed, withdrawn, its copy of the person erased. */
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import type { StoredObjection } from './objections.ts';

type Known = Pick<StoredObjection, 'id' | 'within' | 'filedOn' | 'filedBy' | 'nameIndex' | 'secondNameIndex' | 'personKey'>;

interface NewObjection extends Known {
  /** The person as spelled when the objection was filed. */
  sealed: Buffer;
  addressHash: string;
}

export async function insertObjectionRow(sql: Db, row: NewObjection): Promise<void> {
  await sql`insert into objections ${sql(row as never)}`;
}

export interface ObjectionRow extends Known {
  withdrawnOn: LocalDate | null;
}

/** The objection without its copy of the person. */
export async function findObjection(sql: Db, id: string): Promise<ObjectionRow | null> {
  const [row] = await sql<ObjectionRow[]>`
    select id, within, filed_on, filed_by, withdrawn_on, name_index, second_name_index, person_key from objections where id = ${id}`;
  return row ?? null;
}

/** An objection that was withdrawn earlier keeps its day. @returns whether any was still in force */
export async function markWithdrawn(tx: Db, ids: readonly string[], on: LocalDate): Promise<boolean> {
  const { count } = await tx`update objections set withdrawn_on = ${on}::date where id = any(${[...ids]}::uuid[]) and withdrawn_on is null`;
  return count > 0;
}

/** The objections stay in force, recognised by their keyed hash alone. */
export async function eraseObjectors(tx: Db, ids: readonly string[]): Promise<void> {
  await tx`update objections set sealed = null, name_index = null, second_name_index = null where id = any(${[...ids]}::uuid[])`;
}

/** The rounds, closed but not confirmed, with a signal that the objection may be about. */
export async function roundsTouched(sql: Db, objectionId: string): Promise<string[]> {
  const rounds = await sql<{ id: string }[]>`
    select distinct r.id from objections o
    join persons p on p.name_index in (o.name_index, o.second_name_index) or p.second_name_index in (o.name_index, o.second_name_index) or p.person_key = o.person_key
    join signals s on s.person_id = p.id and s.state = 'pending'
    join rounds r on r.id = s.round_id and r.state in ('matching', 'proposed')
    where o.id = ${objectionId}`;
  return rounds.map(({ id }) => id);
}
