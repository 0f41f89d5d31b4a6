import type { Instant } from '../../domain/dates.ts';
import type { Role } from '../../domain/lifecycle.ts';
import { noteText } from '../../privacy/personal.ts';
import type { Db } from '../connect.ts';
import type { Stores } from './words.ts';

export interface TimelineRow {
  id: string;
  type: string;
  at: Instant;
  actorId: string;
  actorRole: Role;
  actorName: string | null;
  noteId: string | null;
  /** Why deadlines were planned anew: of a change, not of this case. */
  changeReason: string | null;
  commandId: string | null;
  data: Record<string, unknown>;
}

/** Everything that happened in a case, oldest first; the words that were given stand apart: `wordsOf`. */
export function timelineOf(sql: Db, caseId: string): Promise<TimelineRow[]> {
  return sql<TimelineRow[]>`
    select timeline.id::text as id, type, at, actor_id, actor_role, accounts.name as actor_name, note_id, changes.reason as change_reason, command_id, data
    from timeline
    left join accounts on accounts.id = timeline.actor_id
    left join changes on timeline.type = 'replanned' and changes.id::text = timeline.data->>'changeId'
    where timeline.case_id = ${caseId} order by at, timeline.id`;
}

/** The words that were given in a case, by their id; none once it is erased. */
export async function wordsOf({ sql, keys }: Stores, caseId: string): Promise<ReadonlyMap<string, string>> {
  const [rows, key] = await Promise.all([sql<{ id: string; sealed: Buffer }[]>`select id, sealed from notes where case_id = ${caseId}`, keys.find([caseId])]);
  return new Map(rows.flatMap(({ id, sealed }) => {
    const text = noteText.open(key, caseId, id, sealed);
    return text === null ? [] : [[id, text]];
  }));
}

/** The ids of the rows that a workflow's steps left, by their keys. */
export async function timelineIds(sql: Db, caseId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ key: string; id: string }[]>`select key, id::text as id from timeline where case_id = ${caseId} and seq is not null`;
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** An event that needs no workflow: a note or a complaint. */
export async function insertNoteEvent(sql: Db, event: { caseId: string; noteId: string; type: string; at: Instant; actorId: string; actorRole: Role }): Promise<void> {
  await sql`
    insert into timeline (case_id, key, type, at, actor_id, actor_role, note_id)
    values (${event.caseId}, ${`note-${event.noteId}`}, ${event.type}, ${event.at}, ${event.actorId}, ${event.actorRole}, ${event.noteId})
    on conflict do nothing`;
}

/** Another that needs no workflow; the same key twice is one event. @returns whether it is new */
export async function insertEvent(sql: Db, event: { caseId: string; key: string; type: string; at: Instant; actorId: string; actorRole: Role; data?: Record<string, unknown> }): Promise<boolean> {
  const { data = {}, ...rest } = event;
  const inserted = await sql`insert into timeline ${sql({ ...rest, data: data as never })} on conflict (case_id, key) do nothing`;
  return inserted.count === 1;
}

/** The names of the creditors, teams and accounts that a case's events refer to. */
export async function namesFor(sql: Db, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; name: string }[]>`
    select id, name from creditors where id = any(${[...ids]})
    union all select id, name from teams where id = any(${[...ids]})
    union all select id, name from accounts where id = any(${[...ids]})`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
