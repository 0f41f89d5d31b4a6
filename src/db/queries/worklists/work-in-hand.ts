/** How much work there is: per team and person, per phase, per kind of deadline. */
import type { CallingActor } from '../../../actor.ts';
import type { Phase } from '../../../domain/case/lifecycle.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface Load {
  cases: number;
  /** By the last day of the next deadline. */
  late: number;
  today: number;
  soon: number;
  paused: number;
}

export interface PersonsLoad extends Load {
  teamId: string | null;
  /** Null: cases of the team that no caseworker has taken. */
  caseworkerId: string | null;
  caseworker: string | null;
}

interface Wanted {
  /** A local day. */
  today: LocalDate;
  soonUntil: LocalDate;
  municipality?: string | undefined;
}

const load = (sql: Db, { today, soonUntil }: Wanted) => sql`
  count(*)::int as cases,
  count(*) filter (where cases.next_due_on < ${today})::int as late,
  count(*) filter (where cases.next_due_on = ${today})::int as today,
  count(*) filter (where cases.next_due_on > ${today} and cases.next_due_on <= ${soonUntil})::int as soon,
  count(*) filter (where cases.paused_at is not null)::int as paused`;

const running = (sql: Db, actor: CallingActor, { municipality }: Wanted) => sql`
  ${inMunicipality(sql, actor, 'cases.municipality_code')} and cases.phase not in ('closed', 'candidate')
  ${municipality === undefined ? sql`` : sql`and cases.municipality_code = ${municipality}`}`;

export const loadByPerson = (sql: Db, actor: CallingActor, wanted: Wanted) => sql<PersonsLoad[]>`
  select cases.team_id, cases.caseworker_id, accounts.name as caseworker, ${load(sql, wanted)}
  from cases left join accounts on accounts.id = cases.caseworker_id
  where ${running(sql, actor, wanted)}
  group by cases.team_id, cases.caseworker_id, accounts.name
  order by accounts.name nulls first`;

export const loadByPhase = (sql: Db, actor: CallingActor, wanted: Wanted) => sql<(Load & { phase: Phase })[]>`
  select cases.phase, ${load(sql, wanted)} from cases where ${running(sql, actor, wanted)} group by cases.phase`;

export interface DeadlineLoad {
  kind: DeadlineKind;
  running: number;
  late: number;
  today: number;
  soon: number;
  paused: number;
}

/** Deadlines that run or stand still, of cases, rounds and requests that the caller sees; a paused one is late by no day. */
export const loadByDeadline = (sql: Db, actor: CallingActor, { today, soonUntil, municipality }: Wanted) => sql<DeadlineLoad[]>`
  select kind, count(*)::int as running,
    count(*) filter (where state <> 'paused' and due_on < ${today})::int as late,
    count(*) filter (where state <> 'paused' and due_on = ${today})::int as today,
    count(*) filter (where state <> 'paused' and due_on > ${today} and due_on <= ${soonUntil})::int as soon,
    count(*) filter (where state = 'paused')::int as paused
  from deadlines
  where ended_at is null and ${inMunicipality(sql, actor, 'deadlines.municipality_code')}
    ${municipality === undefined ? sql`` : sql`and municipality_code = ${municipality}`}
  group by kind`;
