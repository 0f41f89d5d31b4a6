/** Events of a kind over all cases, the newest first. Row-level security settles of which cases. */
import type { EventType } from '../../../domain/case/events.ts';
import type { Phase, Role } from '../../../domain/case/lifecycle.ts';
import type { Instant } from '../../../domain/time/dates.ts';
import type { PageAsked } from '../../../paging.ts';
import type { Db } from '../../connect.ts';

export interface EventsWanted {
  kinds: readonly EventType[];
  /** From this moment on, and before that one. */
  since: Instant;
  before: Instant;
  municipality?: string | undefined;
  /** The team that the case has now. */
  team?: string | undefined;
  /** With a signal in the case. */
  creditor?: string | undefined;
  /** Of whoever did it. */
  actorId?: string | undefined;
  /** The kind of contact, of events of attempts. */
  contact?: string | undefined;
}

export interface FoundEventRow {
  id: string;
  type: string;
  at: Instant;
  actorId: string;
  actorRole: Role;
  actorName: string | null;
  data: Record<string, unknown>;
  caseId: string;
  caseNumber: string | null;
  phase: Phase;
  municipalityCode: string;
  municipality: string;
  teamId: string | null;
}

export interface EventPosition {
  at: Instant;
  id: string;
}

const chosen = (sql: Db, w: EventsWanted) => sql`
  t.at >= ${w.since} and t.at < ${w.before}
  ${w.actorId === undefined ? sql`` : sql`and t.actor_id = ${w.actorId}`}
  ${w.contact === undefined ? sql`` : sql`and t.data->>'kind' = ${w.contact}`}
  ${w.municipality === undefined ? sql`` : sql`and c.municipality_code = ${w.municipality}`}
  ${w.team === undefined ? sql`` : sql`and c.team_id = ${w.team}`}
  ${w.creditor === undefined ? sql`` : sql`and exists (select from signals s where s.case_id = c.id and s.creditor_id = ${w.creditor})`}`;

/** Each kind is read by itself, from the end of its index, as far as the page needs. */
export function findEvents(sql: Db, wanted: EventsWanted, { after, limit }: PageAsked<EventPosition>): Promise<FoundEventRow[]> {
  return sql<FoundEventRow[]>`
    select e.id::text as id, e.type, e.at, e.actor_id, e.actor_role, accounts.name as actor_name, e.data, e.case_id, e.number as case_number, e.phase, e.municipality_code, m.name as municipality, e.team_id
    from unnest(${[...wanted.kinds]}::text[]) as kind (code)
    cross join lateral (
      select t.id, t.type, t.at, t.actor_id, t.actor_role, t.data, t.case_id, c.number, c.phase, c.municipality_code, c.team_id
      from timeline t join cases c on c.id = t.case_id
      where t.type = kind.code and ${chosen(sql, wanted)} ${after === null ? sql`` : sql`and (t.at, t.id) < (${after.at}, ${after.id}::bigint)`}
      order by t.at desc, t.id desc limit ${limit}
    ) e
    join municipalities m on m.code = e.municipality_code left join accounts on accounts.id = e.actor_id
    order by e.at desc, e.id desc limit ${limit}`;
}

export interface EventCount {
  type: EventType;
  events: number;
  cases: number;
}

/** How many there are of each kind, and in how many cases. */
export function countEvents(sql: Db, wanted: EventsWanted): Promise<EventCount[]> {
  return sql<EventCount[]>`
    select t.type, count(*)::int as events, count(distinct t.case_id)::int as cases
    from timeline t join cases c on c.id = t.case_id
    where t.type = any(${[...wanted.kinds]}::text[]) and ${chosen(sql, wanted)} group by t.type order by t.type`;
}
