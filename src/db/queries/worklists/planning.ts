/** Which visits are planned on which day, what a team can make on a day, and who is not there. */
import type { CallingActor } from '../../../actor.ts';
import type { CaseState } from '../../../domain/case/state.ts';
import type { DeadlineKind } from '../../../domain/planning/policy.ts';
import type { PlannedVisit } from '../../../domain/planning/visits.ts';
import type { Instant, LocalDate } from '../../../domain/time/dates.ts';
import type { Db } from '../../connect.ts';
import { inMunicipality } from '../identity/scope.ts';

export interface PlannedRow extends PlannedVisit {
  id: string;
  caseId: string;
  caseworkerId: string | null;
  plannedBy: string;
  beforeTeamId: string | null;
  beforeCaseworkerId: string | null;
}

/** @returns whether it is new */
export async function insertPlanned(tx: Db, row: PlannedRow): Promise<boolean> {
  return (await tx`insert into planned_visits ${tx(row)} on conflict (id) do nothing`).count === 1;
}

export async function removePlanned(sql: Db, id: string): Promise<void> {
  await sql`delete from planned_visits where id = ${id}`;
}

/** The newest of each case that was not undone. */
export const plannedOf = (sql: Db, caseIds: readonly string[]) => sql<PlannedRow[]>`
  select distinct on (case_id) id, case_id, day, team_id, caseworker_id, planned_by, planned_at, before_team_id, before_caseworker_id
  from planned_visits where case_id = any(${[...caseIds]}::uuid[]) and undone_at is null order by case_id, planned_at desc, id desc`;

/** Whether this request undid a planning of the case already. */
export async function isUndoneBy(sql: Db, caseId: string, key: string): Promise<boolean> {
  return (await sql`select 1 from planned_visits where case_id = ${caseId} and undone_key = ${key}`).length > 0;
}

export async function undoPlanned(tx: Db, id: string, { at, key }: { at: Instant; key: string }): Promise<boolean> {
  return (await tx`update planned_visits set undone_at = ${at}, undone_key = ${key} where id = ${id} and undone_at is null`).count === 1;
}

/** Cases that were planned on that day last; whether that holds is for `plannedDay` to say. */
export async function casesPlannedOn(sql: Db, day: LocalDate, limit: number): Promise<string[]> {
  const rows = await sql<{ caseId: string }[]>`
    select p.case_id from planned_visits p
    where p.day = ${day} and p.undone_at is null
      and not exists (select from planned_visits later where later.case_id = p.case_id and later.undone_at is null and (later.planned_at, later.id) > (p.planned_at, p.id))
    order by p.case_id limit ${limit}`;
  return rows.map(({ caseId }) => caseId);
}

/** Who plans on that day next counts after this transaction. */
export async function lockTeamDay(tx: Db, teamId: string, day: LocalDate): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`visits ${teamId} ${day}`}, 0))`;
}

/** How many visits of a team fall on a day: appointments, and what was planned and still holds; without this case. */
export async function countOnDay(sql: Db, teamId: string, day: LocalDate, { without }: { without: string }): Promise<number> {
  const [row] = await sql<[{ visits: number }]>`
    select count(*)::int as visits from cases c
    left join lateral (select day, team_id, planned_at from planned_visits where case_id = c.id and undone_at is null order by planned_at desc, id desc limit 1) p on true
    where c.id <> ${without} and c.phase not in ('closed', 'candidate')
      and ((c.team_id = ${teamId} and c.state->'appointment'->>'date' = ${day})
        or (p.team_id = ${teamId} and p.day = ${day} and c.phase = 'visiting' and not exists (
          select from timeline t where t.case_id = c.id and t.type = 'attempt' and t.data->>'visit' is not null and t.at > p.planned_at)))`;
  return row.visits;
}

export interface TeamToPlan {
  id: string;
  name: string;
  municipalityCode: string;
}

export const teamsToPlan = (sql: Db, { municipalityCode }: CallingActor, { team, municipality }: { team?: string | undefined; municipality?: string | undefined }) => sql<TeamToPlan[]>`
  select id, name, municipality_code from teams
  where ${municipalityCode === null ? sql`true` : sql`municipality_code = ${municipalityCode}`} and (${team ?? null}::text is null or id = ${team ?? null}) and (${municipality ?? null}::text is null or municipality_code = ${municipality ?? null})
  order by name, id`;

export interface Capacity {
  teamId: string;
  validFrom: LocalDate;
  visitsADay: number;
}

/** The newest first; of two from the same day the one that was recorded last. */
export const capacitiesOf = (sql: Db, teamIds: readonly string[]) => sql<Capacity[]>`
  select team_id, valid_from, visits_a_day from team_capacities where team_id = any(${[...teamIds]}) order by team_id, valid_from desc, recorded_at desc, id`;

export async function insertCapacity(tx: Db, row: Capacity & { id: string; recordedBy: string; recordedAt: Instant }): Promise<boolean> {
  return (await tx`insert into team_capacities ${tx(row)} on conflict (id) do nothing`).count === 1;
}

export interface TeamMember {
  id: string;
  name: string;
  teamId: string;
}

/** Caseworkers who are at work. */
export const membersOf = (sql: Db, teamIds: readonly string[]) => sql<TeamMember[]>`
  select id, name, team_id from accounts where team_id = any(${[...teamIds]}) and role = 'caseworker' and blocked_at is null and left_at is null order by name, id`;

export interface Absence {
  id: string;
  accountId: string;
  firstDay: LocalDate;
  lastDay: LocalDate;
}

export const absencesOf = (sql: Db, accountIds: readonly string[], from: LocalDate, to: LocalDate) => sql<Absence[]>`
  select id, account_id, first_day, last_day from absences
  where account_id = any(${[...accountIds]}) and withdrawn_at is null and first_day <= ${to} and last_day >= ${from} order by account_id, first_day, id`;

export async function findAbsence(sql: Db, id: string): Promise<(Absence & { withdrawnAt: Instant | null }) | null> {
  return (await sql<(Absence & { withdrawnAt: Instant | null })[]>`select id, account_id, first_day, last_day, withdrawn_at from absences where id = ${id}`)[0] ?? null;
}

export async function insertAbsence(tx: Db, row: Absence & { recordedBy: string; recordedAt: Instant }): Promise<boolean> {
  return (await tx`insert into absences ${tx(row)} on conflict (id) do nothing`).count === 1;
}

export async function withdrawAbsence(tx: Db, id: string, at: Instant): Promise<boolean> {
  return (await tx`update absences set withdrawn_at = ${at} where id = ${id} and withdrawn_at is null`).count === 1;
}

export interface VisitToPlan {
  id: string;
  number: string | null;
  address: Buffer | null;
  municipalityCode: string;
  teamId: string | null;
  caseworkerId: string | null;
  caseworker: string | null;
  crisis: boolean;
  nextDueOn: LocalDate | null;
  nextDueKind: DeadlineKind | null;
  state: CaseState;
}

/** Cases in the visiting phase, and those with an appointment in that time; the nearest last day first. */
export const visitsToPlan = (sql: Db, actor: CallingActor, { from, to, team, municipality }: { from: LocalDate; to: LocalDate; team?: string | undefined; municipality?: string | undefined }, limit: number) => sql<VisitToPlan[]>`
  select cases.id, cases.number, cases.address, cases.municipality_code, cases.team_id, cases.caseworker_id, accounts.name as caseworker, cases.crisis, cases.next_due_on, cases.next_due_kind, cases.state
  from cases left join accounts on accounts.id = cases.caseworker_id
  where ${inMunicipality(sql, actor, 'cases.municipality_code')} and cases.phase not in ('closed', 'candidate') and cases.paused_at is null and cases.state is not null
    and (cases.phase = 'visiting' or cases.state->'appointment'->>'date' between ${from} and ${to})
    and (${team ?? null}::text is null or cases.team_id = ${team ?? null} or cases.team_id is null) and (${municipality ?? null}::text is null or cases.municipality_code = ${municipality ?? null})
  order by cases.due_key, cases.id limit ${limit}`;
