import { readEvent, type CaseEvent, type EventOf, type NotedEvent, type NotedEventType } from '../../../domain/case/events.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { Role } from '../../../domain/case/lifecycle.ts';
import { noteText } from '../../../privacy/personal.ts';
import type { Db } from '../../connect.ts';
import type { Stores } from './notes-and-plans.ts';

export interface TimelineRow {
  id: string;
  type: string;
  at: Instant;
  actorId: string;
  actorRole: Role;
  actorName: string | null;
  noteId: string | null;
  /** The reason of a change of calendar or policy; null for events of the case itself. */
  changeReason: string | null;
  commandId: string | null;
  /** The event as it is stored. */
  data: Record<string, unknown>;
  /** The same event, parsed. */
  event: CaseEvent;
}

/** Parses the events of these rows. */
export const withEvents = (rows: readonly Omit<TimelineRow, 'event'>[]): TimelineRow[] => rows.map((row) => ({ ...row, event: readEvent(row) }));

/** Everything that happened in a case, oldest first; notes and reasons are read by `wordsOf`. */
export async function timelineOf(sql: Db, caseId: string): Promise<TimelineRow[]> {
  const rows = await sql<Omit<TimelineRow, 'event'>[]>`
    select timeline.id::text as id, type, at, actor_id, actor_role, accounts.name as actor_name, note_id, changes.reason as change_reason, command_id, data
    from timeline
    left join accounts on accounts.id = timeline.actor_id
    left join changes on timeline.type = 'replanned' and changes.id::text = timeline.data->>'changeId'
    where timeline.case_id = ${caseId} order by at, timeline.id`;
  return withEvents(rows);
}

/** The notes and reasons of a case, by id; none when it was erased. */
export async function wordsOf({ sql, keys }: Stores, caseId: string): Promise<ReadonlyMap<string, string>> {
  const [rows, key] = await Promise.all([sql<{ id: string; sealed: Buffer }[]>`select id, sealed from notes where case_id = ${caseId}`, keys.find([caseId])]);
  return new Map(rows.flatMap(({ id, sealed }) => {
    const text = noteText.open(key, caseId, id, sealed);
    return text === null ? [] : [[id, text]];
  }));
}

/** The ids of rows that a workflow's steps wrote, by their keys. */
export async function timelineIds(sql: Db, caseId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ key: string; id: string }[]>`select key, id::text as id from timeline where case_id = ${caseId} and seq is not null`;
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** Types of events that consist of a note only. */
type NoteEventType = { [Type in NotedEventType]: EventOf<Type>['data'] extends Record<string, never> ? Type : never }[NotedEventType];

/** An event that needs no workflow: a note. @returns whether it is new */
export async function insertNoteEvent(sql: Db, event: { caseId: string; noteId: string; type: NoteEventType; at: Instant; actorId: string; actorRole: Role }): Promise<boolean> {
  const inserted = await sql`
    insert into timeline (case_id, key, type, at, actor_id, actor_role, note_id)
    values (${event.caseId}, ${`note-${event.noteId}`}, ${event.type}, ${event.at}, ${event.actorId}, ${event.actorRole}, ${event.noteId})
    on conflict do nothing`;
  return inserted.count === 1;
}

/** Whether the timeline has the event of a note. */
export async function isNoteTold(sql: Db, caseId: string, noteId: string): Promise<boolean> {
  return (await sql`select 1 from timeline where case_id = ${caseId} and key = ${`note-${noteId}`}`).length > 0;
}

/** Another event without a workflow; the same key twice is one event. @returns whether it is new */
export async function insertEvent(sql: Db, event: NotedEvent & { caseId: string; key: string; at: Instant; actorId: string; actorRole: Role }): Promise<boolean> {
  const { data, ...rest } = event;
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

/** The caseworker of an appointment now, where `t` is its event: the first one may have left or handed the work over. */
export const heldBy = (sql: Db) => sql`coalesce((select h.data->>'caseworkerId' from timeline h
  where h.case_id = t.case_id and h.type = 'appointment-handed-over' and h.data->>'appointment' = t.key order by h.id desc limit 1), t.data->>'caseworkerId')`;
